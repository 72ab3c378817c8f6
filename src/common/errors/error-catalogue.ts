import { ACCESS_ERRORS } from './catalogue/access-errors.js';
import { REQUEST_ERRORS } from './catalogue/request-errors.js';
import { SERVER_ERRORS } from './catalogue/server-errors.js';
import { STATE_ERRORS } from './catalogue/state-errors.js';
import type { ErrorEntry } from './error-entry.js';

/**
 * Every error code this API answers with. Swagger's examples, the filter, `GET /api/errors` and the tests read this one table.
 */
export const ERROR_CATALOGUE = { ...REQUEST_ERRORS, ...ACCESS_ERRORS, ...STATE_ERRORS, ...SERVER_ERRORS } as const;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

export const ERROR_CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];

export function errorEntry(code: ErrorCode): ErrorEntry {
  return ERROR_CATALOGUE[code];
}

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERROR_CATALOGUE, text);
}
