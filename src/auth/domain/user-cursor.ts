import { parseId } from '../../common/validation/id.pipe.js';

/** A place between two users of the list, which goes by id: the page after or before one of them. */
export interface UserCursor {
  direction: 'after' | 'before';
  id: number;
}

export function encodeUserCursor({ direction, id }: UserCursor): string {
  return Buffer.from(`${direction}:${id}`).toString('base64url');
}

/** Undefined for what `encodeUserCursor` never made. */
export function decodeUserCursor(text: string): UserCursor | undefined {
  const [direction, digits] = Buffer.from(text, 'base64url').toString('latin1').split(':');
  const id = parseId(digits);
  if (id === undefined || (direction !== 'after' && direction !== 'before')) return undefined;
  const cursor: UserCursor = { direction, id };
  // Base64 has many spellings of the same bytes; only ours is a cursor.
  return encodeUserCursor(cursor) === text ? cursor : undefined;
}

export interface UserPage<T> {
  users: T[];
  nextCursor: string | null;
  prevCursor: string | null;
}

/** Makes the page out of the rows found: in the cursor's direction from its place, one more than `limit` where there are more. */
export function userPage<T extends { id: number }>(
  rows: readonly T[],
  cursor: UserCursor | undefined,
  limit: number,
): UserPage<T> {
  const hasMore = rows.length > limit;
  const isBackwards = cursor?.direction === 'before';
  const users = isBackwards ? rows.slice(0, limit).reverse() : rows.slice(0, limit);
  const [first, last] = [users.at(0), users.at(-1)];
  const hasNext = isBackwards ? true : hasMore;
  const hasPrev = isBackwards ? hasMore : cursor !== undefined;
  return {
    users,
    nextCursor: last && hasNext ? encodeUserCursor({ direction: 'after', id: last.id }) : null,
    prevCursor: first && hasPrev ? encodeUserCursor({ direction: 'before', id: first.id }) : null,
  };
}
