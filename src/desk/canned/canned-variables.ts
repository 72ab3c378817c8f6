/** What a canned response may name, filled in when it is rendered for a chat. */
export const CANNED_VARIABLES = [
  'customer.name',
  'customer.firstName',
  'customer.phone',
  'operator.name',
  'channel.name',
] as const;

export type CannedVariable = (typeof CANNED_VARIABLES)[number];

/** Null where nothing is known: a customer may hide the phone. */
export type CannedValues = Readonly<Record<CannedVariable, string | null>>;

/** Four braces are two to be read; two open a variable up to the next two; two alone are a mistake. */
const PARTS = /\{\{\{\{|\{\{([^{}]*)\}\}|\{\{/g;

/** What of a text is no variable of ours: `{{customer.age}}`, or `{{` that nothing closes. Each once, in order. */
export function unknownVariables(text: string): string[] {
  const unknown = Array.from(text.matchAll(PARTS), ([part, inside]) =>
    part === '{{{{' || (inside !== undefined && isVariable(nameOf(inside))) ? [] : [part],
  );
  return [...new Set(unknown.flat())];
}

/**
 * Fills the variables of a text: `{{name}}`, or `{{name|default}}` for a value that is not known. Values go in as they are: what looks
 * like a variable in a customer's name stays as it is. `missing` names the variables that had neither value nor default and left a gap.
 */
export function renderCanned(text: string, values: CannedValues): { text: string; missing: CannedVariable[] } {
  const missing = new Set<CannedVariable>();
  const rendered = text.replace(PARTS, (part: string, inside: string | undefined) => {
    if (part === '{{{{') return '{{';
    if (inside === undefined) return part;
    const name = nameOf(inside);
    if (!isVariable(name)) return part;
    const value = values[name] ?? defaultOf(inside);
    if (value === undefined) missing.add(name);
    return value ?? '';
  });
  return { text: rendered, missing: [...missing] };
}

/** The part of a name people are called by: its first word. */
export function firstNameOf(name: string | null): string | null {
  // "Айгуль, салон на Абая" is called Айгуль.
  return /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/u.exec(name ?? '')?.[0] ?? null;
}

function nameOf(inside: string): string {
  return (inside.split('|', 1)[0] ?? '').trim();
}

function defaultOf(inside: string): string | undefined {
  const bar = inside.indexOf('|');
  return bar === -1 ? undefined : inside.slice(bar + 1).trim();
}

function isVariable(name: string): name is CannedVariable {
  return CANNED_VARIABLES.some((variable) => variable === name);
}
