import { ProblemList } from './problem-list.js';

/** Meta's deepest payloads have about 16 levels; JSON.stringify and jsonb fall over at some thousands. */
const MAX_DEPTH = 64;
/** Keys through which a careless merge further on would reach Object.prototype. Meta uses none of them. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A copy of parsed JSON that is safe to walk, to merge and to store as jsonb: NUL and lone surrogates become U+FFFD,
 * what lies too deep becomes null, forbidden keys are left out. What was left out is noted as a problem.
 */
export function cleanJson(value: unknown, problems: ProblemList): unknown {
  return cleanValue(value, [], problems);
}

/** PostgreSQL refuses NUL in text, and both in jsonb. */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '\uFFFD') : wellFormed;
}

type Path = (string | number)[];

function cleanValue(value: unknown, path: Path, problems: ProblemList): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (path.length >= MAX_DEPTH) {
    problems.add({ reason: 'too_deep', path: pathText(path) });
    return null;
  }
  return Array.isArray(value) ? cleanArray(value, path, problems) : cleanObject(value, path, problems);
}

function cleanArray(values: unknown[], path: Path, problems: ProblemList): unknown[] {
  return values.map((value, index) => {
    path.push(index);
    const clean = cleanValue(value, path, problems);
    path.pop();
    return clean;
  });
}

function cleanObject(value: object, path: Path, problems: ProblemList): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    path.push(cleanText(key));
    const cleanInner = cleanValue(inner, path, problems);
    if (FORBIDDEN_KEYS.has(key)) problems.add({ reason: 'forbidden_key', path: pathText(path), value: cleanInner });
    else clean[cleanText(key)] = cleanInner;
    path.pop();
  }
  return clean;
}

function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step.slice(0, 64) : `${text}.${step.slice(0, 64)}`;
  }, '');
}
