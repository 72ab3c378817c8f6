import { EntityManager } from 'typeorm';
import type { NewEvent } from '../events/event-types.js';

/** The events of all chats of customers of whom something that a chat shows has changed. */
export async function chatsUpdated(manager: EntityManager, customerIds: readonly number[]): Promise<NewEvent[]> {
  if (customerIds.length === 0) return [];
  const chats: { id: number; channelId: number }[] = await manager.query(
    'select id, channel_id as "channelId" from chats where customer_id = any($1) order by id',
    [customerIds],
  );
  return chats.map(({ id, channelId }) => ({ type: 'chat.updated', channelId, chatId: id }));
}
