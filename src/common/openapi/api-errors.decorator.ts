import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiExtraModels } from '@nestjs/swagger';
import { ApiError, ApiErrorOptions } from '../errors/api-error.js';
import { ErrorCode } from '../errors/error-catalogue.js';
import { ProblemDto } from './problem.dto.js';

/** Marks an operation with one error code, which follows; holds what the example of its body says beyond the catalogue. */
export const ERROR_MARK = 'x-error-';
/** Marks an operation whose error bodies have more members than `ProblemDto`; holds the name of their schema. */
export const PROBLEM_MARK = 'x-problem';

/**
 * Documents the errors a route can answer with, on a controller (for all its routes) and on a method; an error in place of its code
 * is the example. Swagger keeps one response per status, so a second `ApiErrors` would replace what the first one says: here each
 * code is a mark of its own, marks add up, and `src/docs` makes the responses of them.
 */
export function ApiErrors(...errors: (ErrorCode | ApiError)[]): MethodDecorator & ClassDecorator {
  return applyDecorators(ApiExtraModels(ProblemDto), ...errors.map(mark));
}

function mark(error: ErrorCode | ApiError): MethodDecorator & ClassDecorator {
  const [code, example]: [ErrorCode, ApiErrorOptions] =
    typeof error === 'string' ? [error, {}] : [error.code, { ...error.options }];
  return ApiExtension(`${ERROR_MARK}${code}`, example);
}

/** The error bodies of this route have further members, described by a class that extends `ProblemDto`. */
export function ApiProblem(problem: typeof ProblemDto): MethodDecorator {
  return applyDecorators(ApiExtraModels(problem), ApiExtension(PROBLEM_MARK, problem.name));
}
