import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeEventPosition, encodeEventPosition } from '../../src/events/domain/event-position.js';
import { EventFeed } from '../../src/realtime/event-feed.service.js';
import { EVENTS_PATH, EventsDesk } from '../support/events-desk.js';
import { CUSTOMER_PHONE, startTestDesk, type TestDesk, until } from '../support/test-desk.js';
import type { SseClient } from '../support/sse-client.js';

let desk: TestDesk;
let doors: EventsDesk;
let token: string;
const open: SseClient[] = [];

beforeAll(async () => {
  desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600', CORS_ORIGINS: 'https://desk.example.com' } });
  doors = new EventsDesk(desk.app);
  token = desk.operator.token;
});

afterAll(async () => {
  for (const client of open) client.close();
  await desk.close();
});

async function stream(options: Parameters<EventsDesk['stream']>[0] = {}): Promise<SseClient> {
  const client = await doors.stream({ token, ...options });
  open.push(client);
  return client;
}

const inbound = (body: string): Promise<unknown> =>
  desk.control('POST', 'inbound', { from: CUSTOMER_PHONE, type: 'text', text: { body } });

const updateChat = (): Promise<void> => doors.append([doors.updated(desk.fixture.channelId, desk.chatId)]);

describe('the event stream', () => {
  it('says at once what it is, and where it begins', async () => {
    const client = await stream({ headers: { origin: 'https://desk.example.com', 'x-request-id': 'stream-1' } });
    expect(client.response.statusCode).toBe(200);
    expect(client.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-request-id': 'stream-1',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': 'https://desk.example.com',
    });
    expect(client.response.headers).not.toHaveProperty('content-encoding');
    await until(async () => client.lastId !== '');
    expect(client.retry).toBeGreaterThanOrEqual(250);
    expect(client.retry).toBeLessThanOrEqual(5_000);
    expect(client.frames).toEqual([]);
  });

  it('carries what the customer writes and what becomes of the answer, as the history shows it', async () => {
    const client = await stream();
    await inbound('Сколько стоит?');
    await desk.settled();
    const sent = await desk.send({ chatId: desk.chatId, message: '500 ₸' });
    await desk.statusWhen(sent.body.message.id, ({ status }) => status === 'read');
    await until(async () => client.events.some(({ type }) => type === 'message.read'));
    const types = client.events.map(({ type }) => type).filter((type) => type.startsWith('message.'));
    expect(types.slice(0, 2)).toEqual(['message.received', 'message.queued']);
    expect(types).toContain('message.sent');
    expect(types.at(-1)).toBe('message.read');
    const history = await desk.get<{ messages: object[] }>(`/api/waba/operator/chat/${desk.chatId}/messages?limit=2`);
    const last = client.events.findLast(({ type }) => type === 'message.read');
    expect(last).toMatchObject({ chatId: desk.chatId, version: 1, occurredAt: expect.any(String) });
    expect(last?.data['message']).toEqual(history.body.messages[0]);
    const received = client.events.find(({ type }) => type === 'message.received');
    expect(received?.data['message']).toEqual(history.body.messages[1]);
  });

  it('resumes exactly: who comes back at every event sees the log once, in order', async () => {
    const start = await doors.now(token);
    for (let count = 0; count < 12; count += 1) await updateChat();
    const all = await doors.read(token, start, 12);
    expect(all).toHaveLength(12);
    const seen: string[] = [];
    for (let lastId = start; seen.length < 12;) {
      // The header goes before the query, as in browsers that come back to the address they began with.
      const client = await stream({ query: `?after=${start}`, headers: { 'last-event-id': lastId } });
      await client.received(1);
      client.close();
      const [first] = client.frames;
      seen.push(first?.id ?? '');
      lastId = first?.id ?? '';
    }
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it('goes on while others write, for every reader the same', async () => {
    const start = await doors.now(token);
    const early = await stream({ query: `?after=${start}` });
    await Promise.all(Array.from({ length: 60 }, () => updateChat()));
    const late = await stream({ query: `?after=${start}` });
    await Promise.all([early.received(60), late.received(60)]);
    const events = await doors.read(token, start, 60);
    expect(events).toHaveLength(60);
    expect(new Set(events.map(({ id }) => id)).size).toBe(60);
    expect(early.frames.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(late.frames).toEqual(early.frames);
  });

  it.each([
    ['garbage', () => 'нет'],
    ['a bare number', () => '742'],
    ['a line end in it', () => 'NzQy%0Aid: 1'],
    ['a place in the future', () => encodeEventPosition({ tx: 2n ** 60n, id: 0 })],
    ['an event that never was', () => encodeEventPosition({ tx: 3n, id: 999_999 })],
  ])('answers a reset to %s, and goes on from now', async (_, idOf) => {
    const client = await stream({ query: `?after=${encodeURIComponent(idOf())}` });
    await until(async () => client.named('reset').length > 0);
    expect(client.named('reset')).toEqual([
      { type: 'reset', reason: 'unknown', refetch: ['chats', 'messages', 'channels', 'templates'] },
    ]);
    await updateChat();
    await client.received(1);
    expect(decodeEventPosition(client.lastId)).toBeDefined();
    const { body } = await doors.poll(token, `?after=${encodeURIComponent(idOf())}`);
    expect(body).toMatchObject({ events: [], reset: { reason: 'unknown' } });
    expect((await doors.poll(token, `?after=${body.lastId}`)).body).toMatchObject({ events: [], reset: null });
  });

  it('answers a reset to what is older than what is kept', async () => {
    const start = await doors.now(token);
    await desk.app.rows(
      `insert into event_horizon (tx, id) values (pg_snapshot_xmin(pg_current_snapshot()), 1)
       on conflict (only_row) do update set tx = excluded.tx`,
    );
    const client = await stream({ headers: { 'last-event-id': encodeEventPosition({ tx: 5n, id: 0 }) } });
    await until(async () => client.named('reset').length > 0);
    expect(client.named('reset')).toMatchObject([{ reason: 'too_old' }]);
    await desk.app.rows('delete from event_horizon');
    expect(start).not.toBe('');
  });

  it('leaves exactly one event where the words try to make two', async () => {
    const evil = 'x\n\ndata: {"type":"bye"}\r\nid: 1\rевент\u2028data: y\u2029\u0085: z';
    await desk.app.rows('update customers set name = $1, username = $1', [evil]);
    await desk.app.rows('update channels set name = $1', [evil]);
    const client = await stream();
    await inbound(evil);
    await desk.settled();
    await until(async () => client.events.some(({ type }) => type === 'message.received'));
    const before = client.frames.length;
    await updateChat();
    await until(async () => client.events.at(-1)?.type === 'chat.updated' && client.frames.length > before);
    expect(client.frames.every(({ name }) => name === 'message')).toBe(true);
    expect(client.frames.every(({ data }) => !/[\n\r\u0085\u2028\u2029]/.test(data))).toBe(true);
    const received = client.events.filter(({ type }) => type === 'message.received');
    expect(received).toHaveLength(1);
    expect(received[0]?.data['message']).toMatchObject({ content: evil });
    expect(client.events.at(-1)?.data['chat']).toMatchObject({ customer: { name: evil }, channel: { name: evil } });
  });
});

describe('the answer in JSON', () => {
  it('is empty from now on, and then what has come', async () => {
    const { body, status, headers } = await doors.poll(token);
    expect({ status, type: headers.get('content-type') }).toMatchObject({ status: 200 });
    expect(body).toEqual({ events: [], lastId: expect.any(String), reset: null });
    for (let count = 0; count < 5; count += 1) await updateChat();
    await doors.read(token, body.lastId, 5);
    const first = await doors.poll(token, `?after=${body.lastId}&limit=3`);
    expect(first.body.events).toHaveLength(3);
    expect(first.body.lastId).toBe(first.body.events[2]?.id);
    const second = await doors.poll(token, `?after=${first.body.lastId}&limit=3`);
    expect(second.body.events).toHaveLength(2);
    const chat = await desk.get<object>(`/api/waba/operator/chat/${desk.chatId}`);
    expect(second.body.events[1]).toMatchObject({ type: 'chat.updated', chatId: desk.chatId });
    expect(second.body.events[1]?.data['chat']).toEqual(chat.body);
    expect((await doors.poll(token, `?after=${second.body.lastId}`)).body.events).toEqual([]);
  });

  it('misses nothing from the position a list names', async () => {
    const list = await desk.get('/api/waba/operator/chats');
    await updateChat();
    expect(await doors.read(token, list.headers.get('event-id') ?? '', 1)).toHaveLength(1);
  });

  it('waits for the first event where it is asked to', async () => {
    const start = await doors.now(token);
    const waiting = doors.poll(token, `?after=${start}&wait=25`);
    const [{ body }] = await Promise.all([waiting, updateChat()]);
    expect(body.events).toHaveLength(1);
    const nothing = await doors.poll(token, `?after=${body.lastId}&wait=1`);
    expect(nothing.body).toMatchObject({ events: [], reset: null });
  });

  it.each(['wait=26', 'wait=-1', 'wait=1.5', 'limit=0', 'limit=501', 'after=a&after=b', 'chatId=1', 'wait='])(
    'refuses ?%s before anything begins',
    async (query) => {
      for (const accept of ['application/json', 'text/event-stream']) {
        const { status, body, headers } = await desk.app.call<{ code: string }>('GET', `${EVENTS_PATH}?${query}`, {
          token,
          headers: { accept },
        });
        expect({ status, code: body.code }).toEqual({ status: 400, code: 'VALIDATION' });
        expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
      }
    },
  );
});

describe('a HEAD', () => {
  it('is answered at once and opens nothing', async () => {
    const before = desk.app.app.get(EventFeed, { strict: false }).openStreams;
    for (let count = 0; count < 20; count += 1) {
      const { status, headers, text } = await desk.app.call('HEAD', EVENTS_PATH, {
        token,
        headers: { accept: 'text/event-stream' },
      });
      expect({ status, text }).toEqual({ status: 200, text: '' });
      expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
    }
    expect(desk.app.app.get(EventFeed, { strict: false }).openStreams).toBeLessThanOrEqual(before);
  });
});

describe('an API key', () => {
  it('reads events with chats:read, and with nothing else', async () => {
    const admin = await desk.app.signedIn({ role: 'admin' });
    const keyWith = async (scope: string): Promise<string> => {
      const { body } = await desk.app.call<{ key: string }>('POST', '/api/admin/api-keys', {
        token: admin.token,
        body: { name: scope, userId: desk.operator.id, scopes: [scope] },
      });
      return body.key;
    };
    const reading = await keyWith('chats:read');
    expect((await doors.poll(reading)).status).toBe(200);
    const client = await stream({ token: reading });
    await updateChat();
    await client.received(1);
    expect((await doors.poll(await keyWith('messages:send'))).status).toBe(403);
  });
});

describe('the end of the server', () => {
  it('is said on the stream, and ends a poll that waits', async () => {
    const client = await stream();
    const start = await doors.now(token);
    const feed = desk.app.app.get(EventFeed, { strict: false });
    const before = feed.openStreams;
    const waiting = doors.poll(token, `?after=${start}&wait=25`);
    await until(async () => feed.openStreams > before);
    await desk.app.app.close();
    await client.ended();
    expect(client.named('bye')).toEqual([{ type: 'bye', reason: 'shutdown', retryMs: expect.any(Number) }]);
    expect(client.retry).toBeLessThanOrEqual(5_000);
    expect((await waiting).status).toBe(200);
  });
});
