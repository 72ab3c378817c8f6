import { callApi } from './call-api.js';
import type { FaultDesk } from './fault-desk.js';
import type { ChatPages, History } from './history.js';
import type { Load } from './load.js';

/** The history of a desk that has settled. */
export async function recordHistory(desk: FaultDesk, { sends, reads }: Load): Promise<History> {
  return { ...(await desk.record()), sends, reads, pages: await readAllPages(desk) };
}

/** Every chat from its newest message to its first, as an operator pages through it. */
async function readAllPages(desk: FaultDesk): Promise<ChatPages[]> {
  const chats = await desk.query<{ id: number }>('select id::integer from chats order by id');
  const all: ChatPages[] = [];
  for (const { id } of chats) all.push(await readPages(desk, id, true));
  for (const { id } of chats.slice(0, 2)) all.push(await readPages(desk, id, false));
  return all;
}

interface Page {
  messages: { id: number; timestamp: string }[];
  total: number;
}

const PAGE = 20;

async function readPages(desk: FaultDesk, chatId: number, mayRead: boolean): Promise<ChatPages> {
  const token = mayRead ? desk.users.token : desk.users.strangerToken;
  const read: ChatPages = { chatId, reader: mayRead ? 'operator' : 'stranger', mayRead, totals: [], pages: [] };
  for (let before: number | undefined; ;) {
    const query = `limit=${PAGE}${before === undefined ? '' : `&before=${before}`}`;
    const answer = await callApi<Page>(desk.anyUrl(), `/api/waba/operator/chat/${chatId}/messages?${query}`, { token });
    if (answer.status !== 200 || answer.body === undefined) return read;
    const { messages, total } = answer.body;
    read.totals.push(total);
    read.pages.push(messages.map(({ id, timestamp }) => ({ id, chatId, timestamp })));
    before = messages.at(-1)?.id;
    if (messages.length < PAGE) return read;
  }
}
