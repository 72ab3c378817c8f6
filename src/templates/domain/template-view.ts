import { renderExample } from './render-template.js';
import {
  partsOf,
  StoredTemplate,
  TemplateButton,
  TemplateCard,
  TemplateHeader,
  TemplateParameter,
} from './template-parts.js';

type ButtonView = Omit<TemplateButton, 'example'> & { index: number };

/** A card of a carousel. */
export interface CardView {
  header: TemplateHeader | null;
  body: string;
  buttons: ButtonView[];
  parameters: TemplateParameter[];
}

/** A template as REST and events show it. */
export interface TemplateView {
  id: number;
  name: string;
  language: string;
  category: string;
  status: string;
  quality: string | null;
  header: TemplateHeader | null;
  body: string;
  footer: string | null;
  buttons: ButtonView[];
  parameters: TemplateParameter[];
  cards: CardView[];
  /** Filled in with its examples. */
  preview: string;
}

export interface TemplateFacts extends StoredTemplate {
  id: number;
  status: string;
  quality: string | null;
}

export function toTemplateView(template: TemplateFacts): TemplateView {
  const { id, name, language, category, status, quality } = template;
  const parts = partsOf(template);
  const { header, body, buttons, parameters } = toCard(parts);
  const [footer, cards] = [parts.footer, parts.cards.map(toCard)];
  const preview = renderExample(parts);
  return { id, name, language, category, status, quality, header, body, footer, buttons, parameters, cards, preview };
}

function toCard({ header, body, buttons, parameters }: TemplateCard): CardView {
  const shown = buttons.map(({ type, text, url, phone }, index) => ({ index, type, text, url, phone }));
  return { header, body, buttons: shown, parameters };
}
