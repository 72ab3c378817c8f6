import { CHANNEL_ERRORS } from './catalogue/channel-errors.js';
import { CodeSpec, ErrorRow, ErrorTraits } from './catalogue/error-row.js';
import { MESSAGE_ERRORS } from './catalogue/message-errors.js';
import { TEMPLATE_ERRORS, UNKNOWN_ERROR } from './catalogue/template-errors.js';
import { LocalizedText } from '../common/errors/localized-text.js';

/** What we know of one of Meta's error codes. */
export interface MetaErrorEntry extends ErrorTraits {
  code: number;
  /** Whether we send again by ourselves; how, says `retry`. */
  retryable: boolean;
  title: LocalizedText;
  action: LocalizedText;
}

/** More than 24 hours since the customer wrote. Comes as a synchronous refusal or as a failed receipt after a 200. */
export const WINDOW_CLOSED_CODE = 131047;

/** Meta's table of error codes (support/error-codes), as rows of what they mean to a team of operators. */
export const META_ERROR_ROWS: readonly ErrorRow[] = [...CHANNEL_ERRORS, ...MESSAGE_ERRORS, ...TEMPLATE_ERRORS];

/** From the most exact to the least: a row for a subcode, one that names the code, one whose range holds it. */
const MATCHERS: readonly ((spec: CodeSpec, code: number, subcode?: number) => boolean)[] = [
  (spec, code, subcode) => isSubcode(spec) && spec.code === code && spec.subcode === subcode,
  (spec, code) => spec === code,
  (spec, code) => isRange(spec) && spec[0] <= code && code <= spec[1],
];

/**
 * What an error code of Meta means and what to do about it. Total: a code we do not know is final and shown with
 * Meta's own words. Keyed on the code because titles and subcodes are on their way out (Meta's advice).
 */
export function explainMetaError(code: number, subcode?: number): MetaErrorEntry {
  for (const matches of MATCHERS) {
    const row = META_ERROR_ROWS.find(({ codes }) => codes.some((spec) => matches(spec, code, subcode)));
    if (row !== undefined) return toEntry(code, row);
  }
  return toEntry(code, UNKNOWN_ERROR);
}

/** A code as people write it: `190`, `201-299` for a range of codes, `100/33` for one that only counts with its subcode. */
export interface NamedMetaError {
  name: string;
  entry: MetaErrorEntry;
}

/** The whole table, one entry per code or range. */
export function listMetaErrors(): NamedMetaError[] {
  return META_ERROR_ROWS.flatMap((row) =>
    row.codes.map((spec) => ({ name: nameOf(spec), entry: toEntry(firstCode(spec), row) })),
  ).sort((a, b) => a.entry.code - b.entry.code || a.name.length - b.name.length);
}

/** The entry of a code as people write it, also one inside a range or with any subcode; undefined for what no row speaks of. */
export function findMetaError(name: string): MetaErrorEntry | undefined {
  const listed = listMetaErrors().find((one) => one.name === name);
  if (listed !== undefined) return listed.entry;
  const [, code, subcode] = /^(0|[1-9]\d{0,9})(?:\/(\d{1,10}))?$/.exec(name) ?? [];
  if (code === undefined) return undefined;
  const entry = explainMetaError(Number(code), subcode === undefined ? undefined : Number(subcode));
  return entry.category === 'unknown' ? undefined : entry;
}

function nameOf(spec: CodeSpec): string {
  if (isRange(spec)) return spec.join('-');
  return isSubcode(spec) ? `${spec.code}/${spec.subcode}` : String(spec);
}

function firstCode(spec: CodeSpec): number {
  if (isRange(spec)) return spec[0];
  return isSubcode(spec) ? spec.code : spec;
}

function toEntry(code: number, row: ErrorRow): MetaErrorEntry {
  const { category, fault, retry, ourCode, title, action } = row;
  return { code, category, fault, retry, retryable: retry !== 'never' && retry !== 'later', ourCode, title, action };
}

function isSubcode(spec: CodeSpec): spec is { code: number; subcode: number } {
  return typeof spec === 'object' && 'subcode' in spec;
}

function isRange(spec: CodeSpec): spec is readonly [number, number] {
  return Array.isArray(spec);
}
