import { ACCESS_ERRORS } from './catalogue/access-errors.js';
import { DESK_ERRORS } from './catalogue/desk-errors.js';
import { INTEGRATION_ERRORS } from './catalogue/integration-errors.js';
import { MESSAGE_ERRORS } from './catalogue/message-errors.js';
import { REQUEST_ERRORS } from './catalogue/request-errors.js';
import { SERVER_ERRORS } from './catalogue/server-errors.js';
import { STATE_ERRORS } from './catalogue/state-errors.js';
import type { ErrorEntry } from './error-entry.js';

/**
 * Every error code this API answers with. Swagger's examples, the filter, `GET /api/errors` and the tests read this one table.
 */
export const ERROR_CATALOGUE = {
  ...REQUEST_ERRORS,
  ...ACCESS_ERRORS,
  ...STATE_ERRORS,
  ...DESK_ERRORS,
  ...INTEGRATION_ERRORS,
  ...MESSAGE_ERRORS,
  ...SERVER_ERRORS,
} as const;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

export const ERROR_CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];

/** What kind of error a code is, by the part of the catalogue it stands in. */
const CATEGORIES = {
  request: REQUEST_ERRORS,
  access: ACCESS_ERRORS,
  state: { ...STATE_ERRORS, ...DESK_ERRORS, ...INTEGRATION_ERRORS },
  message: MESSAGE_ERRORS,
  server: SERVER_ERRORS,
} as const;

export type OwnErrorCategory = keyof typeof CATEGORIES;

export function errorEntry(code: ErrorCode): ErrorEntry {
  return ERROR_CATALOGUE[code];
}

export function errorCategory(code: ErrorCode): OwnErrorCategory {
  const categories = Object.keys(CATEGORIES) as OwnErrorCategory[];
  return categories.find((category) => Object.hasOwn(CATEGORIES[category], code)) ?? 'server';
}

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERROR_CATALOGUE, text);
}
