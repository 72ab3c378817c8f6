import { Injectable } from '@nestjs/common';
import { isObject } from '../graph/fields.js';
import { GraphError } from '../graph/graph.error.js';
import { checkTemplate } from './check-template.js';
import { SimulatedTemplate, TEMPLATE_CATALOGUE } from './template-catalogue.js';
import { TemplateWords, templateWords } from './template-words.js';

/** What a send asks for, and the template where there is one. */
interface FoundTemplate {
  name: unknown;
  code: unknown;
  components: unknown;
  template: SimulatedTemplate | undefined;
}

/** The templates of the accounts, all of which have the same. What a webhook tells of one is so from then on. */
@Injectable()
export class TemplateStoreService {
  private templates: readonly SimulatedTemplate[] = TEMPLATE_CATALOGUE;

  reset(): void {
    this.templates = TEMPLATE_CATALOGUE;
  }

  /** What is deleted is in no list. */
  list(): readonly SimulatedTemplate[] {
    return this.templates.filter(({ status }) => status !== 'DELETED');
  }

  /** The object `template` of a send. Throws GraphError where Meta would not take it. */
  check(asked: unknown): void {
    const { name, code, components, template } = this.find(asked);
    if (template !== undefined) return checkTemplate(template, components);
    throw new GraphError(132001, { details: `template name (${String(name)}) does not exist in ${String(code)}` });
  }

  /** What the customer reads of the object `template` of a send; undefined where there is no such template any more. */
  words(asked: unknown): TemplateWords | undefined {
    const { template, components } = this.find(asked);
    return template && templateWords(template, components);
  }

  /** Follows a webhook somebody posts through the control API: our list must not contradict it. */
  follow(field: string, value: Readonly<Record<string, unknown>>): void {
    const change = changeOf(field, value);
    const id = String(value['message_template_id']);
    if (change === undefined) return;
    this.templates = this.templates.map((template) => (template.id === id ? { ...template, ...change } : template));
  }

  private find(asked: unknown): FoundTemplate {
    const { name, language, components } = isObject(asked) ? asked : {};
    const code = isObject(language) ? language['code'] : undefined;
    const template = this.list().find((one) => one.name === name && one.language === code);
    return { name, code, components, template };
  }
}

function changeOf(field: string, value: Readonly<Record<string, unknown>>): Partial<SimulatedTemplate> | undefined {
  const { event, new_quality_score: score, new_category: category } = value;
  if (field === 'message_template_status_update' && typeof event === 'string' && event !== 'FLAGGED') {
    return { status: event === 'REINSTATED' ? 'APPROVED' : event };
  }
  if (field === 'message_template_quality_update' && typeof score === 'string') return { quality_score: { score } };
  if (field === 'template_category_update' && typeof category === 'string') return { category };
  return undefined;
}
