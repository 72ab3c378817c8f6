import type { StoredEvent } from '../event-log.service.js';

/** What of a set of readers is known at the moment. */
export interface ReaderAccess {
  /** By the one predicate. */
  sees(userId: number, chatId: number): boolean;
  /** Member of the channel, or admin. */
  works(userId: number, channelId: number): boolean;
  isAdmin(userId: number): boolean;
}

/** `lost`: the row took the chat from the reader; `reset`: it may have given or taken many. */
export type EventVerdict = 'shown' | 'hidden' | 'lost' | 'reset';

/**
 * What a reader gets of an event, by what they may see now. `chatIds`: the chats one must see to see it; none where it concerns a
 * channel as a whole, or all of us.
 */
export function judgeEvent(
  event: Pick<StoredEvent, 'type' | 'channelId' | 'chatId' | 'data'>,
  chatIds: readonly number[],
  userId: number,
  access: ReaderAccess,
): EventVerdict {
  const { type, channelId } = event;
  if (type === 'access.changed') return changesAccessOf(event, userId, access) ? 'reset' : 'hidden';
  if (chatIds.length > 0) {
    if (chatIds.every((chatId) => access.sees(userId, chatId))) return 'shown';
    return type === 'chat.assigned' && wasTakenFrom(event, userId, access) ? 'lost' : 'hidden';
  }
  const isTheirs = channelId === null ? access.isAdmin(userId) : access.works(userId, channelId);
  return isTheirs ? 'shown' : 'hidden';
}

/** Of one user, or of everybody in a channel. */
function changesAccessOf(
  { channelId, data }: Pick<StoredEvent, 'channelId' | 'data'>,
  userId: number,
  access: ReaderAccess,
): boolean {
  if (data['userId'] !== undefined) return data['userId'] === userId;
  return channelId !== null && access.works(userId, channelId);
}

/** Whoever cannot see a chat that was assigned saw it before, where it was theirs or, in their channel, nobody's. */
function wasTakenFrom(
  { channelId, data: { from, to } }: Pick<StoredEvent, 'channelId' | 'data'>,
  userId: number,
  access: ReaderAccess,
): boolean {
  if (to === userId) return false;
  return from === userId || (from === null && channelId !== null && access.works(userId, channelId));
}
