import { JsonObject, asArray, asNumber, asObject, asText } from './json-fields.js';
import { MetaErrorItem } from './webhook.types.js';

/** For an error without a usable code. Not 0: that is Meta's code of a refused token. */
export const NO_ERROR_CODE = -1;

/** Meta's error objects in webhooks: `{code, title, message, error_data: {details}, href}`, of which any part may lack. */
export function readErrors(value: unknown): MetaErrorItem[] {
  return (asArray(value) ?? []).flatMap((item) => {
    const error = asObject(item);
    return error === undefined ? [] : [readError(error)];
  });
}

export function readError(error: JsonObject): MetaErrorItem {
  const code = asNumber(error.code);
  const details = errorDetails(error.error_data);
  const href = asText(error.href);
  return {
    code: code !== undefined && Number.isSafeInteger(code) ? code : NO_ERROR_CODE,
    title: asText(error.title) ?? asText(error.message) ?? '',
    ...(details !== undefined ? { details } : {}),
    ...(href !== undefined ? { href } : {}),
  };
}

/** `error_data` is an object with `details`, or (seen in the field) the plain sentence itself. */
export function errorDetails(errorData: unknown): string | undefined {
  return asText(errorData) ?? asText(asObject(errorData)?.details);
}
