import { parseId } from '../../common/validation/id.pipe.js';
import { isShortcut } from './shortcut.js';

/** A place between two canned responses of the list, which goes by (shortcut, id). */
export interface CannedCursor {
  direction: 'after' | 'before';
  id: number;
  shortcut: string;
}

export function encodeCannedCursor({ direction, id, shortcut }: CannedCursor): string {
  return Buffer.from(`${direction}:${id}:${shortcut}`).toString('base64url');
}

/** Undefined for what `encodeCannedCursor` never made. */
export function decodeCannedCursor(text: string): CannedCursor | undefined {
  const [direction, digits, shortcut = ''] = Buffer.from(text, 'base64url').toString('utf8').split(':');
  const id = parseId(digits);
  if (id === undefined || (direction !== 'after' && direction !== 'before')) return undefined;
  if (!isShortcut(shortcut)) return undefined;
  const cursor: CannedCursor = { direction, id, shortcut };
  // Base64 has many spellings of the same bytes; only ours is a cursor.
  return encodeCannedCursor(cursor) === text ? cursor : undefined;
}

/** Makes the page out of the rows found: in the cursor's direction from its place, one more than `limit` where there are more. */
export function cannedPage<T extends { id: number; shortcut: string }>(
  rows: readonly T[],
  cursor: CannedCursor | undefined,
  limit: number,
): { items: T[]; nextCursor: string | null; prevCursor: string | null } {
  const hasMore = rows.length > limit;
  const isBackwards = cursor?.direction === 'before';
  const items = isBackwards ? rows.slice(0, limit).reverse() : rows.slice(0, limit);
  const [first, last] = [items.at(0), items.at(-1)];
  const hasPrev = isBackwards ? hasMore : cursor !== undefined;
  return {
    items,
    nextCursor: last && (isBackwards || hasMore) ? placeOf('after', last) : null,
    prevCursor: first && hasPrev ? placeOf('before', first) : null,
  };
}

function placeOf(direction: CannedCursor['direction'], { id, shortcut }: { id: number; shortcut: string }): string {
  return encodeCannedCursor({ direction, id, shortcut });
}
