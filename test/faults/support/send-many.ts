import type { FaultDesk } from './fault-desk.js';
import type { Load } from './load.js';

/** Calls at once; each goes to any of the servers. */
const CLIENTS = 24;
/** Meta takes 45 to one customer at once. */
export const MAX_PER_CHAT = 40;

/** Sends so many messages to each chat, mixed, from many clients at once. Resolves when each has an answer. */
export async function sendMany(desk: FaultDesk, load: Load, perChat = MAX_PER_CHAT): Promise<number> {
  const chats = await desk.query<{ id: number }>('select id::integer from chats order by id');
  const waiting = desk.random.shuffled(chats.flatMap(({ id }) => Array.from({ length: perChat }, () => id)));
  const total = waiting.length;
  const client = async (): Promise<void> => {
    for (let chatId = waiting.pop(); chatId !== undefined; chatId = waiting.pop()) await load.send(chatId, false);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return total;
}
