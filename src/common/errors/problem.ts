import { ApiError, FieldError } from './api-error.js';
import { errorEntry } from './error-catalogue.js';
import { Language } from './localized-text.js';

/** The one error body: RFC 9457, with the contract's `error` beside it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  error: string;
  code: string;
  requestId: string;
  errors?: { field: string; code: string; message: string }[];
  [extra: string]: unknown;
}

export interface ProblemContext {
  publicUrl: string;
  path: string;
  requestId: string;
  language: Language;
}

/** At most this many field errors are listed, so that an answer stays small whatever was sent. */
const MAX_FIELD_ERRORS = 10;

export function toProblem(error: ApiError, context: ProblemContext): Problem {
  const entry = errorEntry(error.code);
  const detail = (error.options.detail ?? entry.detail)[context.language];
  return {
    type: `${context.publicUrl}/api/errors/${error.code}`,
    title: entry.title[context.language],
    status: entry.status,
    detail,
    instance: context.path,
    error: detail,
    code: error.code,
    requestId: context.requestId,
    ...(error.options.errors ? { errors: localizeFields(error.options.errors, context.language) } : {}),
    ...error.options.extra,
  };
}

function localizeFields(errors: readonly FieldError[], language: Language): Problem['errors'] {
  return errors
    .slice(0, MAX_FIELD_ERRORS)
    .map(({ field, code, message }) => ({ field, code, message: message[language] }));
}
