import { types } from 'node:util';

/** True of any error, also of one from another realm: what Node itself throws under Jest is no `instanceof Error` there. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
