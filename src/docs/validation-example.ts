import type { OperationObject } from '@nestjs/swagger';
import { ApiError, FieldError } from '../common/errors/api-error.js';
import { UNKNOWN_FIELD, validationError } from '../common/validation/validation.pipe.js';
import { DescribedParameter, parametersOf } from './described-operation.js';

/** A 400 this operation really answers with: for a key its body does not have, an id that is none, a number out of bounds. */
export function validationExample(operation: OperationObject): ApiError {
  const wrong =
    operation.requestBody === undefined
      ? parametersOf(operation).flatMap(wrongNumber)
      : [{ field: 'colour', code: 'UNKNOWN', message: UNKNOWN_FIELD }];
  return wrong.length === 0 ? new ApiError('VALIDATION') : validationError(wrong.slice(0, 1));
}

function wrongNumber({ parameter, schema: { type, minimum, maximum } }: DescribedParameter): FieldError[] {
  if (type !== 'integer') return [];
  const message = {
    en: `must be a whole number from ${minimum} to ${maximum}`,
    ru: `должно быть целым числом от ${minimum} до ${maximum}`,
  };
  return [{ field: parameter.name, code: parameter.in === 'path' ? 'ID' : 'INTEGER', message }];
}
