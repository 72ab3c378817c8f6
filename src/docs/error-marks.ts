import type { OperationObject } from '@nestjs/swagger';
import { ApiErrorOptions } from '../common/errors/api-error.js';
import { ErrorCode, isErrorCode } from '../common/errors/error-catalogue.js';
import { ERROR_MARK, PROBLEM_MARK } from '../common/openapi/api-errors.decorator.js';

export interface ErrorMarks {
  /** The codes an operation is marked with, each with what its example says beyond the catalogue. */
  errors: Map<ErrorCode, ApiErrorOptions>;
  /** The schema of its error bodies, where it is not the usual one. */
  problem: string | undefined;
}

/** Takes the marks of `ApiErrors` and `ApiProblem` off an operation. */
export function takeErrorMarks(operation: OperationObject): ErrorMarks {
  const marked = operation as OperationObject & Record<string, unknown>;
  const errors = new Map<ErrorCode, ApiErrorOptions>();
  for (const [key, example] of Object.entries(marked)) {
    const code = key.slice(ERROR_MARK.length);
    if (!key.startsWith(ERROR_MARK) || !isErrorCode(code)) continue;
    errors.set(code, example as ApiErrorOptions);
    delete marked[key];
  }
  const problem = marked[PROBLEM_MARK];
  delete marked[PROBLEM_MARK];
  return { errors, problem: typeof problem === 'string' ? problem : undefined };
}
