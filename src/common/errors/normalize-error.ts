import { HttpException } from '@nestjs/common';
import { isError } from '../is-error.js';
import { ApiError } from './api-error.js';
import { ErrorCode } from './error-catalogue.js';

const BY_FASTIFY_CODE: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_INVALID_JSON_BODY: 'BAD_JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'BAD_JSON',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'BAD_REQUEST',
  FST_ERR_BAD_URL: 'BAD_URL',
  FST_ERR_MAX_PARAM_LENGTH: 'BAD_URL',
};

const BY_STATUS: Record<number, ErrorCode> = {
  400: 'BAD_REQUEST',
  401: 'AUTH_REQUIRED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'BAD_URL',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  417: 'EXPECTATION_FAILED',
  429: 'TOO_MANY_REQUESTS',
  431: 'HEADERS_TOO_LARGE',
};

/**
 * SQLSTATE classes that say the database is away or busy rather than that we asked something wrong:
 * 08 connection, 40 serialisation, 53 resources, 55 lock, 57 operator intervention; 25006 is a read-only server.
 */
const AWAY_SQLSTATE = /^(?:08|40|53|55|57)...$|^25006$/;
const AWAY_ERRNO = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** A disk that takes nothing more, of ours or of our share of it: writing fails, all else goes on. */
const DISK_FULL_ERRNO = new Set<unknown>(['ENOSPC', 'EDQUOT']);
/** What TypeORM throws at the next statement of a transaction whose connection has ended meanwhile. */
const AWAY_NAMES = new Set(['QueryRunnerProviderAlreadyReleasedError', 'QueryRunnerAlreadyReleasedError']);
/** What pg and pg-pool throw without a code. */
const AWAY_TEXT =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout|is not queryable|Cannot use a pool after calling end/i;

/** True when the error, or what caused it, means that the database cannot answer now. */
export function isDatabaseAway(error: unknown): boolean {
  for (let current = error, depth = 0; isError(current) && depth < 5; depth += 1) {
    const { code, syscall, driverError } = current as { code?: unknown; syscall?: unknown; driverError?: unknown };
    if (typeof code === 'string' && (AWAY_SQLSTATE.test(code) || AWAY_ERRNO.has(code))) return true;
    // A missing file is our own mistake; a missing socket is a stopped server.
    if (code === 'ENOENT' && syscall === 'connect') return true;
    if (AWAY_NAMES.has(current.name) || AWAY_TEXT.test(current.message)) return true;
    current = driverError ?? current.cause;
  }
  return false;
}

/** Turns whatever was thrown into an error of the catalogue. What is not ours never shows its own text. */
export function normalizeError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof HttpException) return fromStatus(error.getStatus(), error);
  if (isDatabaseAway(error)) return new ApiError('DB_UNAVAILABLE', { cause: error });
  if (isError(error)) {
    const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
    if (DISK_FULL_ERRNO.has(code)) return new ApiError('OVERLOADED', { cause: error });
    const known = typeof code === 'string' ? BY_FASTIFY_CODE[code] : undefined;
    if (known) return new ApiError(known, { cause: error });
    if (typeof statusCode === 'number') return fromStatus(statusCode, error);
  }
  return new ApiError('INTERNAL', { cause: error });
}

function fromStatus(status: number, cause: unknown): ApiError {
  const code = BY_STATUS[status];
  if (code) return new ApiError(code, { cause });
  return new ApiError(status >= 400 && status < 500 ? 'BAD_REQUEST' : 'INTERNAL', { cause });
}
