import { isObject, JsonObject } from '../graph/fields.js';
import type { SimulatedTemplate } from './template-catalogue.js';

export interface TemplateWords {
  text: string;
  buttons: string[];
}

/** What the customer reads of a template that was sent: header, body and footer, filled in. `components` are the send's, checked already. */
export function templateWords(template: SimulatedTemplate, components: unknown): TemplateWords {
  const lines = template.components.flatMap(({ type, text }) =>
    text === undefined ? [] : [fill(text, parametersOf(type, components))],
  );
  const buttons = template.components.flatMap((component) => component.buttons ?? []).map(({ text }) => text);
  return { text: lines.join('\n'), buttons };
}

function fill(text: string, parameters: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => parameters.get(name) ?? whole);
}

/** By name where they have one, else by their place, from 1. */
function parametersOf(type: string, components: unknown): ReadonlyMap<string, string> {
  const list: readonly unknown[] = Array.isArray(components) ? components : [];
  const part = list.filter(isObject).find((one) => String(one['type']).toUpperCase() === type);
  const parameters: readonly unknown[] = Array.isArray(part?.['parameters']) ? part['parameters'] : [];
  return new Map(
    parameters
      .filter(isObject)
      .map((one, index) => [stringIn(one, 'parameter_name') ?? String(index + 1), stringIn(one, 'text') ?? '']),
  );
}

function stringIn(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}
