import { parseId } from '../../common/validation/id.pipe.js';

/** A place in a list of chats: the page after or before it. The time is whole, as PostgreSQL keeps it. */
export interface ChatCursor {
  direction: 'after' | 'before';
  /** Of the chat's last activity, in microseconds since 1970. */
  micros: number;
  id: number;
}

/** Where a chat stood when its page was read. */
export type ChatPlace = Omit<ChatCursor, 'direction'>;

export function encodeChatCursor({ direction, micros, id }: ChatCursor): string {
  return Buffer.from(`${direction}:${micros}:${id}`).toString('base64url');
}

/** Undefined for what `encodeChatCursor` never made. */
export function decodeChatCursor(text: string): ChatCursor | undefined {
  const [direction, time, digits] = Buffer.from(text, 'base64url').toString('latin1').split(':');
  const [micros, id] = [parseId(time), parseId(digits)];
  if (micros === undefined || id === undefined) return undefined;
  if (direction !== 'after' && direction !== 'before') return undefined;
  const cursor: ChatCursor = { direction, micros, id };
  // Base64 has many spellings of the same bytes; only ours is a cursor.
  return encodeChatCursor(cursor) === text ? cursor : undefined;
}

export interface ChatPage {
  chatIds: number[];
  nextCursor: string | null;
  prevCursor: string | null;
}

/** Makes the page out of the places found: in the cursor's direction from its place, one more than `limit` where there are more. */
export function chatPage(found: readonly ChatPlace[], cursor: ChatCursor | undefined, limit: number): ChatPage {
  const hasMore = found.length > limit;
  const isBackwards = cursor?.direction === 'before';
  const page = isBackwards ? found.slice(0, limit).reverse() : found.slice(0, limit);
  const [first, last] = [page.at(0), page.at(-1)];
  const hasNext = isBackwards || hasMore;
  const hasPrev = isBackwards ? hasMore : cursor !== undefined;
  return {
    chatIds: page.map(({ id }) => id),
    nextCursor: last && hasNext ? encodeChatCursor({ ...last, direction: 'after' }) : null,
    prevCursor: first && hasPrev ? encodeChatCursor({ ...first, direction: 'before' }) : null,
  };
}
