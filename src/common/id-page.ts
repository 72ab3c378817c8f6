import { parseId } from './validation/id.pipe.js';

/** A place between two rows of a list that goes by id: the page after or before one of them, in the order of the list. */
export interface IdCursor {
  direction: 'after' | 'before';
  id: number;
}

export function encodeIdCursor({ direction, id }: IdCursor): string {
  return Buffer.from(`${direction}:${id}`).toString('base64url');
}

/** Undefined for what `encodeIdCursor` never made. */
export function decodeIdCursor(text: string): IdCursor | undefined {
  const [direction, digits] = Buffer.from(text, 'base64url').toString('latin1').split(':');
  const id = parseId(digits);
  if (id === undefined || (direction !== 'after' && direction !== 'before')) return undefined;
  const cursor: IdCursor = { direction, id };
  // Base64 has many spellings of the same bytes; only ours is a cursor.
  return encodeIdCursor(cursor) === text ? cursor : undefined;
}

export interface IdPage<T> {
  items: T[];
  nextCursor: string | null;
  prevCursor: string | null;
}

/** Makes the page out of the rows found: in the cursor's direction from its place, one more than `limit` where there are more. */
export function idPage<T extends { id: number }>(
  rows: readonly T[],
  cursor: IdCursor | undefined,
  limit: number,
): IdPage<T> {
  const hasMore = rows.length > limit;
  const isBackwards = cursor?.direction === 'before';
  const items = isBackwards ? rows.slice(0, limit).reverse() : rows.slice(0, limit);
  const [first, last] = [items.at(0), items.at(-1)];
  const hasNext = isBackwards || hasMore;
  const hasPrev = isBackwards ? hasMore : cursor !== undefined;
  return {
    items,
    nextCursor: last && hasNext ? encodeIdCursor({ direction: 'after', id: last.id }) : null,
    prevCursor: first && hasPrev ? encodeIdCursor({ direction: 'before', id: first.id }) : null,
  };
}
