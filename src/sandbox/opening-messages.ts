import { setTimeout as delay } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { request } from 'undici';
import { StartRefusal } from '../database/start-refusal.js';
import { Persona, PERSONAS } from '../simulator/customers/personas.js';
import { EXAMPLE_CHAT_ID } from './seed/demo-people.js';

/** A window with less than half of its day left is opened again, so that it lasts through a day's work. */
const REOPEN_AFTER_MS = 12 * 60 * 60 * 1000;
const APPLIED_WITHIN_MS = 10_000;
const POLL_MS = 20;

/**
 * Lets customers write, through WhatsApp's own door, so that their windows are open: the example's at every start, the magic ones' when
 * it is time, the one whose window is closed never. Resolves when the messages are applied.
 */
export async function playOpeningMessages(dataSource: DataSource, simulatorUrl: string, now: Date): Promise<void> {
  const old = new Set(await findOldWindows(dataSource, new Date(now.getTime() - REOPEN_AFTER_MS)));
  const writing = PERSONAS.filter(
    ({ chatId, fate }) => chatId === EXAMPLE_CHAT_ID || (old.has(chatId) && fate !== 'window-closed'),
  );
  const wamids = await Promise.all(writing.map((persona) => letWrite(persona, simulatorUrl)));
  await untilApplied(dataSource, wamids);
}

async function findOldWindows(dataSource: DataSource, before: Date): Promise<number[]> {
  const rows: { id: number }[] = await dataSource.query(
    `select id from chats where id = any($1) and (last_inbound_at is null or last_inbound_at < $2 or window_closed_at >= last_inbound_at)`,
    [PERSONAS.map(({ chatId }) => chatId), before],
  );
  return rows.map(({ id }) => id);
}

async function letWrite({ phone, bsuid, chatId, title }: Persona, simulatorUrl: string): Promise<string> {
  const text =
    chatId === EXAMPLE_CHAT_ID
      ? 'Здравствуйте! Есть новости по моему заказу?'
      : `Я снова здесь. Что будет: ${title.ru}.`;
  const { statusCode, body } = await request(`${simulatorUrl}/control/inbound`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from: phone ?? bsuid, text }),
  });
  const answer = (await body.json()) as { wamid?: string };
  if (statusCode !== 200 || answer.wamid === undefined) throw new Error('the simulator did not let a customer write');
  return answer.wamid;
}

async function untilApplied(dataSource: DataSource, wamids: readonly string[]): Promise<void> {
  for (let waited = 0; waited < APPLIED_WITHIN_MS; waited += POLL_MS) {
    const rows: unknown[] = await dataSource.query(
      `select 1 from messages where direction = 'in' and wamid = any($1)`,
      [wamids],
    );
    if (rows.length >= wamids.length) return;
    await delay(POLL_MS);
  }
  throw new StartRefusal(
    'The first messages of the customers were not applied within 10 s; LOG_LEVEL=debug npm start tells more.',
  );
}
