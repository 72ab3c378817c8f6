import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Dispatcher } from '../../src/messages/dispatch/dispatcher.service.js';
import { type SendAnswer, startTestDesk, type TestDesk, until } from '../support/test-desk.js';

const COUNT = 200;
/** What Meta's limit lets go at once, and how long it takes one message more (its page "Messaging limits", pair rate). */
const BURST = 45;
const INTERVAL_MS = 6_000;
/** So many requests under way: more than our database serves at once, fewer than make it answer 503. */
const AT_ONCE = 12;
const ONE_BY_ONE = 30;
const AT_A_TIME = 8;
const PHONE = '77015550201';
const OTHER_PHONE = '77015550202';

interface Sent {
  to: string;
  body: { text: { body: string } };
}

describe('200 messages to one customer, as fast as possible', () => {
  let desk: TestDesk;
  let chatId: number;
  let other: number;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
    chatId = await aChat(PHONE);
    other = await aChat(OTHER_PHONE);
    await desk.control('PUT', 'faults', { receipts: 'none' });
  });
  afterAll(() => desk?.close());

  const aChat = async (phone: string): Promise<number> => {
    await desk.control('POST', 'inbound', { from: phone, type: 'text', text: { body: 'здравствуйте' } });
    await desk.settled();
    const [chat] = await desk.app.rows<{ id: number }>(
      'select chats.id from chats join customer_identities using (customer_id) where value = $1',
      [phone],
    );
    return chat?.id ?? 0;
  };
  const sentTexts = async (): Promise<string[]> =>
    (await desk.control<{ sent: Sent[] }>('GET', 'sent')).sent.map(({ body }) => body.text.body);
  /** When the chat's next message is due; null where none waits. */
  const dueAt = async (): Promise<Date | null> =>
    (await desk.app.rows<{ at: Date | null }>('select next_at as at from chat_queue where chat_id = $1', [chatId]))[0]
      ?.at ?? null;
  /** Until the dispatcher has let go of the chat with nothing to do before time goes on. */
  const atRest = (): Promise<void> =>
    until(async () => {
      const due = await dueAt();
      return due === null || due > desk.app.clock.now();
    });

  it('all arrive, in the order written, without WhatsApp having to complain once, and hold up nobody else', async () => {
    const answers: SendAnswer[] = [];
    const numbers = Array.from({ length: COUNT }, (_, index) => index);
    const write = async (): Promise<void> => {
      for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
        const { status, body } = await desk.send({ chatId, message: `подряд ${number}` }, { prefer: 'respond-async' });
        expect(status).toBe(202);
        answers.push(body);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, write));
    const written = answers.map(({ message }) => message).sort((a, b) => a.id - b.id);
    const texts = written.map(({ content }) => content);
    expect(new Set(texts).size).toBe(COUNT);
    await atRest();
    expect(await sentTexts()).toEqual(texts.slice(0, BURST));

    const meanwhile = await desk.send({ chatId: other, message: 'в другой чат' });
    expect([meanwhile.status, meanwhile.body.message.status]).toEqual([200, 'sent']);
    expect(await sentTexts()).toEqual([...texts.slice(0, BURST), 'в другой чат']);

    const dispatcher = desk.app.app.get(Dispatcher, { strict: false });
    // One by one at first, then several at a time, as a dispatcher would that was held up.
    for (let step = 0; (await dueAt()) !== null; step += 1) {
      expect(step).toBeLessThan(COUNT);
      desk.app.clock.advance(step < ONE_BY_ONE ? INTERVAL_MS : AT_A_TIME * INTERVAL_MS);
      dispatcher.wake();
      await atRest();
    }

    await until(async () => (await desk.count(`messages where chat_id = ${chatId} and status = 'pending'`)) === 0);
    expect((await sentTexts()).filter((text) => text !== 'в другой чат')).toEqual(texts);
    const { refusals } = await desk.control<{ refusals: Record<string, number> }>('GET', 'requests');
    expect(refusals['131056'] ?? 0).toBe(0);
  }, 120_000);
});
