import { types } from 'pg';

/** The largest id JavaScript holds exactly; the API accepts 1 … this. */
export const MAX_ID = Number.MAX_SAFE_INTEGER;

/** An id as a number, or a RangeError: a value beyond 2^53 must fail rather than round into somebody else's row. */
export function toId(value: string | number): number {
  const id = Number(value);
  if (!Number.isSafeInteger(id)) throw new RangeError('an id from the database is not a safe integer');
  return id;
}

/** pg hands bigint out as text; from here on every query of this process, raw or through TypeORM, gives checked numbers. */
export function readBigintsAsNumbers(): void {
  types.setTypeParser(types.builtins.INT8, toId);
}
