import { ERROR_CODES, ErrorCode, errorCategory, errorEntry, isErrorCode } from '../common/errors/error-catalogue.js';
import { ErrorFault } from '../common/errors/error-entry.js';
import { LocalizedText } from '../common/errors/localized-text.js';
import { findMetaError, listMetaErrors, MetaErrorEntry } from '../waba-gateway/error-catalogue.js';

export const ERROR_SOURCES = ['ours', 'meta'] as const;
export type ErrorSource = (typeof ERROR_SOURCES)[number];

/** What an error code means and what to do about it, whoever gave it. */
export interface ErrorExplanation {
  /** Our word, or Meta's number as people write it: `131047`, `201-299`, `100/33`. */
  code: string;
  source: ErrorSource;
  category: string;
  fault: ErrorFault;
  retryable: boolean;
  /** The HTTP status our answers have with it. */
  status: number;
  /** With which of our codes a send that meets this code of Meta answers; null where the code is our own. */
  ourCode: ErrorCode | null;
  title: LocalizedText;
  detail: LocalizedText;
  action: LocalizedText;
}

/** Our codes in the order of the catalogue, then Meta's by number. */
export function listExplanations(source?: ErrorSource): ErrorExplanation[] {
  const ours = source === 'meta' ? [] : ERROR_CODES.map(explainOurs);
  const theirs = source === 'ours' ? [] : listMetaErrors().map(({ name, entry }) => explainTheirs(name, entry));
  return [...ours, ...theirs];
}

/** The explanation of a code as a client or a person writes it; undefined for what neither catalogue knows. */
export function explain(code: string): ErrorExplanation | undefined {
  if (isErrorCode(code)) return explainOurs(code);
  const entry = findMetaError(code);
  return entry === undefined ? undefined : explainTheirs(code, entry);
}

function explainOurs(code: ErrorCode): ErrorExplanation {
  const { status, title, detail, action, fault, retryable } = errorEntry(code);
  const category = errorCategory(code);
  return { code, source: 'ours', category, fault, retryable, status, ourCode: null, title, detail, action };
}

function explainTheirs(code: string, entry: MetaErrorEntry): ErrorExplanation {
  const { category, fault, retryable, ourCode, title, action } = entry;
  const { status, detail } = errorEntry(ourCode);
  return { code, source: 'meta', category, fault, retryable, status, ourCode, title, detail, action };
}
