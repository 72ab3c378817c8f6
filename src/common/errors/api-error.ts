import { ErrorCode, errorEntry } from './error-catalogue.js';
import { LocalizedText } from './localized-text.js';

export interface FieldError {
  field: string;
  code: string;
  message: LocalizedText;
}

export interface ApiErrorOptions {
  detail?: LocalizedText;
  errors?: FieldError[];
  /** Further members of the problem body, such as `provider`, `message` or `nextStep`. */
  extra?: Record<string, unknown>;
  retryAfter?: number;
  cause?: unknown;
}

/** An error with a place in the catalogue; the filter turns it into the one error body. */
export class ApiError extends Error {
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    readonly options: ApiErrorOptions = {},
  ) {
    super(options.detail?.en ?? errorEntry(code).detail.en, { cause: options.cause });
    this.name = 'ApiError';
    this.status = errorEntry(code).status;
  }

  get retryAfter(): number | undefined {
    return this.options.retryAfter ?? errorEntry(this.code).retryAfter;
  }
}
