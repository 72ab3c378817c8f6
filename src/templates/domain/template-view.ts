import { renderExample } from './render-template.js';
import { partsOf, StoredTemplate, TemplateButton, TemplateHeader, TemplateParameter } from './template-parts.js';

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
  buttons: (Omit<TemplateButton, 'example'> & { index: number })[];
  parameters: TemplateParameter[];
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
  const { header, body, footer, parameters } = parts;
  const buttons = parts.buttons.map(({ type, text, url, phone }, index) => ({ index, type, text, url, phone }));
  const preview = renderExample(parts);
  return { id, name, language, category, status, quality, header, body, footer, buttons, parameters, preview };
}
