import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeEventPosition } from '../../src/events/domain/event-position.js';
import { type ApiAnswer, TEST_NOW } from '../support/test-app.js';
import { inboundValue, receipt, startTestDesk, statusValue, type TestDesk, textMessage } from '../support/test-desk.js';

const OPERATOR = '/api/waba/operator';
const AT = Date.parse(TEST_NOW) / 1000;

/** What a client that polls sees: an answer, then 304 until anything it shows has changed. */
describe('polling', () => {
  let desk: TestDesk;
  let token: string;
  let paths: Record<string, string>;
  let labelId: number;
  let sent: { id: number; wamid: string };

  const ask = (path: string, known?: string, as = token): Promise<ApiAnswer<unknown>> =>
    desk.app.call('GET', path, { token: as, ...(known === undefined ? {} : { headers: { 'if-none-match': known } }) });
  const etagOf = ({ headers }: ApiAnswer<unknown>): string => headers.get('etag') ?? '';
  const deed = async (method: string, path: string, body?: unknown): Promise<void> => {
    const answer = await desk.app.call(method, `${OPERATOR}/${path}`, { token, body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  };
  const hears = async (value: object): Promise<void> => {
    await desk.postValues(value);
    await desk.settled();
  };

  beforeAll(async () => {
    desk = await startTestDesk();
    token = desk.operator.token;
    await desk.control('PUT', 'faults', { receipts: 'none' });
    const answer = await desk.send({ chatId: desk.chatId, message: 'Ваш заказ готов' });
    sent = { id: answer.body.message.id, wamid: answer.body.messageId ?? '' };
    const [label] = await desk.app.rows<{ id: number }>(
      `insert into labels (name, color, created_at) values ('VIP', '#0a7cff', now()) returning id`,
    );
    labelId = label?.id ?? 0;
    paths = {
      chat: `${OPERATOR}/chat/${desk.chatId}`,
      chats: `${OPERATOR}/chats`,
      history: `${OPERATOR}/chat/${desk.chatId}/messages`,
      status: `${OPERATOR}/message-status/${sent.id}`,
    };
  });
  afterAll(() => desk.close());

  describe.each(['chat', 'chats', 'history', 'status'])('the %s', (name) => {
    const path = (): string => paths[name] ?? '';

    it('is a 304 without a body to who has it, however they say so', async () => {
      const whole = await ask(path());
      const etag = etagOf(whole);
      expect(etag).toMatch(/^"[\w-]{27}"$/);
      for (const known of [etag, `W/${etag}`, `"a,b", ${etag}`, `W/"other",W/${etag}`, '*']) {
        const same = await ask(path(), known);
        expect([known, same.status, same.text, etagOf(same)]).toEqual([known, 304, '', etag]);
        expect(same.headers.get('content-type')).toBeNull();
        for (const header of ['cache-control', 'vary', 'link']) {
          expect([header, same.headers.get(header)]).toEqual([header, whole.headers.get(header)]);
        }
      }
      for (const other of ['"other"', etag.slice(1, -1), '"*"', `"other", *`]) {
        expect([other, (await ask(path(), other)).status]).toEqual([other, 200]);
      }
    });

    it('is never a 304 to whom it does not belong, nor to who has not signed in', async () => {
      const stranger = await desk.app.signedIn();
      const answers = await Promise.all([ask(path(), '*', stranger.token), ask(path(), '*', 'none')]);
      // A list is never a stranger’s: theirs is empty, and `*` says they have one.
      expect(answers.map(({ status }) => status)).toEqual([name === 'chats' ? 304 : 404, 401]);
      const mine = etagOf(await ask(path()));
      expect((await ask(path(), mine, stranger.token)).status).toBe(name === 'chats' ? 200 : 404);
    });
  });

  it.each(['chats', 'history'])('tells with a 304 of the %s how far it is true', async (name) => {
    const etag = etagOf(await ask(paths[name] ?? ''));
    const first = await ask(paths[name] ?? '', etag);
    await deed('POST', `chat/${desk.chatId}/notes`, { text: 'Звонила утром' });
    await desk.app.rows('select pg_current_xact_id()');
    const later = await ask(paths[name] ?? '', etag);
    const positions = [first, later].map(({ headers }) => decodeEventPosition(headers.get('event-id') ?? ''));
    expect([first.status, later.status]).toEqual([304, 304]);
    expect((positions[1]?.tx ?? 0n) > (positions[0]?.tx ?? 0n)).toBe(true);
  });

  it.each<[deed: string, run: () => Promise<void>, changes: string]>([
    ['the customer writes', () => hears(inboundValue([textMessage('wamid.poll1', 'Спасибо')])), 'chat chats history'],
    ['it is read', () => deed('POST', `chat/${desk.chatId}/read`, {}), 'chat chats history'],
    ['somebody takes it', () => deed('POST', `chat/${desk.chatId}/take`), 'chat chats'],
    ['it gets a label', () => deed('PUT', `chat/${desk.chatId}/labels/${labelId}`), 'chat chats'],
    ['the label is called otherwise', () => renameLabel(), 'chat chats'],
    ['the label is taken off', () => deed('DELETE', `chat/${desk.chatId}/labels/${labelId}`), 'chat chats'],
    ['it is closed', () => deed('POST', `chat/${desk.chatId}/close`), 'chat chats'],
    ['the customer is called otherwise', () => renameCustomer(), 'chat chats'],
    ['the customer reacts', () => hears(reaction('👍')), 'history'],
    ['the window ends', () => endWindow(), 'chat chats'],
  ])('shows it when %s', async (_, run, changes) => {
    const before = await etags();
    await run();
    const after = await etags();
    const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
    expect(changed).toEqual(changes.split(' '));
    // And then again nothing.
    expect(await etags()).toEqual(after);
  });

  it('shows every step of a message', async () => {
    const seen = [await ask(paths.status ?? '')];
    for (const [index, status] of ['delivered', 'read'].entries()) {
      await hears(statusValue([receipt(sent.wamid, status, AT + index)]));
      seen.push(await ask(paths.status ?? '', etagOf(seen.at(-1) ?? seen[0]!)));
    }
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(seen.map(etagOf)).size).toBe(3);
    // What comes twice changes nothing.
    await hears(statusValue([receipt(sent.wamid, 'delivered', AT + 9)]));
    expect((await ask(paths.status ?? '', etagOf(seen.at(-1) ?? seen[0]!))).status).toBe(304);
  });

  async function etags(): Promise<Record<string, string>> {
    const entries = ['chat', 'chats', 'history'].map(
      async (name) => [name, etagOf(await ask(paths[name] ?? ''))] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  async function endWindow(): Promise<void> {
    desk.app.clock.advance(24 * 3_600_000);
    // The token has ended too.
    token = await desk.app.tokenOf(desk.operator);
  }

  /** Operators may not. */
  async function renameLabel(): Promise<void> {
    await desk.app.rows(`update labels set name = 'Gold' where id = $1`, [labelId]);
  }

  async function renameCustomer(): Promise<void> {
    const chat = await desk.get<{ customer: { id: number } }>(paths.chat ?? '');
    await deed('PATCH', `customer/${chat.body.customer.id}`, { name: 'Айгуль Сериковна' });
  }

  function reaction(emoji: string): object {
    const { from, timestamp } = textMessage('wamid.x', '') as { from: string; timestamp: string };
    const message = {
      from,
      id: 'wamid.poll2',
      timestamp,
      type: 'reaction',
      reaction: { message_id: sent.wamid, emoji },
    };
    return inboundValue([message]);
  }
});
