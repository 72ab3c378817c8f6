import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MAX_NAMELESS_OF_ADDRESS } from '../../src/realtime/ws/domain/nameless.js';
import { RawConnection } from '../support/raw-http.js';
import { type Frame, SseClient, type StreamCredentials, WS, WsClient } from '../support/stream-clients.js';
import { CUSTOMER_PHONE, startTestDesk, type TestDesk, until } from '../support/test-desk.js';

const ORIGIN = 'https://desk.shop.kz';
const HELLO_PATIENCE_MS = 10_000;

describe('the WebSocket door', () => {
  let desk: TestDesk;
  const clients: WsClient[] = [];

  beforeAll(async () => {
    desk = await startTestDesk({
      environment: {
        ACCESS_TOKEN_TTL: '3600',
        CORS_ORIGINS: ORIGIN,
        PUBLIC_URL: 'https://api.shop.kz/wa',
        TRUSTED_PROXIES: '127.0.0.1',
      },
    });
  });
  afterAll(() => desk.close());
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const client of clients.splice(0)) await client.close();
  });

  const open = async (credentials: StreamCredentials = { token: desk.operator.token }): Promise<WsClient> => {
    const client = await WsClient.open(desk.app.url, credentials);
    clients.push(client);
    return client;
  };
  const write = (body: string): Promise<unknown> =>
    desk.control('POST', 'inbound', { from: CUSTOMER_PHONE, type: 'text', text: { body } });
  const says =
    (body: string) =>
    ({ type, data }: Frame): boolean =>
      type === 'message.received' && (data as { message: { content: string } }).message.content === body;

  it('says ready, then the same envelopes as the other door', async () => {
    const sse = await SseClient.open(desk.app.url, { token: desk.operator.token });
    const ws = await open();
    const ready = await ws.hello();
    expect(Object.keys(ready).sort()).toEqual(['lastId', 'type']);
    await write('два входа');
    expect(await ws.until(says('два входа'))).toEqual(await sse.until(says('два входа')));
    expect(ws.frames[0]).toEqual(ready);
    await sse.close();
  });

  it('goes on behind the last event that was read, and begins now without one', async () => {
    const first = await open();
    await first.hello();
    await write('раз');
    const { id } = await first.until(says('раз'));
    await first.close();
    await write('два');
    const second = await open();
    await second.hello({ after: String(id) });
    await second.until(says('два'));
    expect(second.events.some(says('раз'))).toBe(false);
    const third = await open();
    await third.hello();
    await write('три');
    await third.until(says('три'));
    expect(third.events.some(says('два'))).toBe(false);
  });

  it.each(['garbage', '', '99999999999999999999.1', Buffer.from('18446744073709551615.1').toString('base64url')])(
    'answers the position %p with a reset and goes on',
    async (after) => {
      const ws = await open();
      await ws.hello({ after });
      const reset = await ws.until(({ type }) => type === 'reset');
      expect(reset).toEqual({ type: 'reset', reason: 'unknown', refetch: expect.arrayContaining(['chats']) });
      await write(`после ${after}`);
      await ws.until(says(`после ${after}`));
    },
  );

  it('shows a reader nothing of chats they do not see', async () => {
    const stranger = await desk.app.signedIn();
    const [own, foreign] = [await open(), await open({ token: stranger.token })];
    await own.hello();
    await foreign.hello();
    await write('не для всех');
    await own.until(says('не для всех'));
    await desk.app.rows(
      `insert into channel_members (channel_id, user_id) select channel_id, $2 from chats where id = $1`,
      [desk.chatId, stranger.id],
    );
    await until(async () => {
      await write('для двоих');
      return foreign.events.length > 0;
    });
    expect(foreign.events.some(says('не для всех'))).toBe(false);
  });

  it('takes the token in the hello from who had none before', async () => {
    const ws = await open({});
    await ws.hello({ token: desk.operator.token });
    await write('с токеном');
    await ws.until(says('с токеном'));
  });

  it.each([
    ['none', {}, 'AUTH_REQUIRED'],
    ['garbage', { token: 'garbage' }, 'TOKEN_INVALID'],
    ['an API key', { token: `wak_${'a'.repeat(43)}` }, 'TOKEN_INVALID'],
  ])('refuses a hello with this token: %s', async (_, hello, code) => {
    const ws = await open({});
    ws.say({ type: 'hello', ...hello });
    const error = await ws.until(({ type }) => type === 'error');
    expect(error).toEqual({ type: 'error', code, error: expect.any(String) });
    expect(await ws.closed).toEqual({ code: 4401, reason: code });
  });

  it('lets one address have so many connections that have not said who they are', async () => {
    const wait = globalThis.setTimeout;
    // However long it takes to open them, none is sent away for its silence meanwhile.
    jest
      .spyOn(globalThis, 'setTimeout')
      .mockImplementation(((run: (...given: unknown[]) => void, delayMs?: number, ...given: unknown[]) =>
        wait(run, delayMs === HELLO_PATIENCE_MS ? 3_600_000 : delayMs, ...given)) as typeof setTimeout);
    const from = (address: string): StreamCredentials => ({ headers: { 'x-forwarded-for': address } });
    const nameless = [];
    for (let count = 0; count < MAX_NAMELESS_OF_ADDRESS; count += 1) nameless.push(await open(from('203.0.113.7')));
    const { status, body } = await WsClient.refused(desk.app.url, from('203.0.113.7'));
    expect([status, body['code']]).toEqual([503, 'TOO_MANY_STREAMS']);
    await open(from('203.0.113.8'));
    await open({ ...from('203.0.113.7'), token: desk.operator.token });
    await nameless[0]?.hello({ token: desk.operator.token });
    await open(from('203.0.113.7'));
    expect((await WsClient.refused(desk.app.url, from('203.0.113.7'))).status).toBe(503);
  });

  it('refuses a second token', async () => {
    const ws = await open();
    ws.say({ type: 'hello', token: desk.operator.token });
    expect(await ws.until(({ type }) => type === 'error')).toMatchObject({ code: 'VALIDATION' });
    await ws.hello();
  });

  it.each([
    ['no JSON', 'hello', 'BAD_JSON'],
    ['a list', ['hello'], 'VALIDATION'],
    ['an unknown type', { type: 'subscribe', chatId: '0x10' }, 'VALIDATION'],
    ['a prototype', '{"type":"hello","__proto__":{"token":"x"}}', 'VALIDATION'],
    ['a wrong type', { type: 'hello', after: 12 }, 'VALIDATION'],
  ])('answers %s with an error that changes nothing', async (_, frame, code) => {
    const ws = await open();
    ws.say(frame);
    expect(await ws.until(({ type }) => type === 'error')).toMatchObject({ code });
    await ws.hello();
    ws.say(frame);
    ws.say({ type: 'hello' });
    await write('и дальше');
    await ws.until(says('и дальше'));
    expect(ws.frames.filter(({ type }) => type === 'error')).toHaveLength(3);
    expect(ws.frames.filter(({ type }) => type === 'ready')).toHaveLength(1);
  });

  it('says what is wrong in the language of the client', async () => {
    const ws = await open({ token: desk.operator.token, headers: { 'accept-language': 'ru' } });
    ws.socket.send(Buffer.from([1, 2, 3]));
    expect((await ws.until(({ type }) => type === 'error'))['error']).toMatch(/объектом JSON/);
  });

  it.each<[string, StreamCredentials, number]>([
    ['a foreign page with a header', { origin: 'https://evil.example', token: 'own' }, 403],
    ['a foreign page without anything', { origin: 'https://evil.example' }, 403],
    ['a page of nowhere', { origin: 'null', token: 'own' }, 403],
    ['a page whose origin looks like ours', { origin: `${ORIGIN}.evil.example`, token: 'own' }, 403],
    ['a token that is none', { token: 'garbage' }, 401],
    ['a ticket that is none', { ticket: 'a'.repeat(43), origin: ORIGIN }, 401],
  ])('refuses %s', async (_, { token, ...credentials }, status) => {
    const refusal = await WsClient.refused(desk.app.url, {
      ...credentials,
      ...(token === undefined ? {} : { token: token === 'own' ? desk.operator.token : token }),
    });
    expect(refusal.status).toBe(status);
    expect(refusal.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(refusal.headers['x-request-id']).toBe(refusal.body['requestId']);
    expect(refusal.body).toMatchObject({ status, instance: WS, error: expect.any(String) });
  });

  it('refuses a ticket without an Origin, and lets listed pages and our own in', async () => {
    const mint = async (): Promise<string> =>
      (await desk.app.call<{ ticket: string }>('POST', '/api/auth/stream-ticket', { token: desk.operator.token })).body
        .ticket;
    expect((await WsClient.refused(desk.app.url, { ticket: await mint() })).status).toBe(403);
    for (const origin of [ORIGIN, 'https://api.shop.kz']) await open({ ticket: await mint(), origin });
  });

  it('says 426 to plain HTTP, and 400 to a broken handshake', async () => {
    const token = desk.operator.token;
    const plain = await desk.app.call('GET', WS, { token });
    expect([plain.status, plain.body['code']]).toEqual([426, 'UPGRADE_REQUIRED']);
    expect(plain.headers.get('upgrade')).toBe('websocket');
    expect((await desk.app.call('HEAD', WS, { token })).status).toBe(426);
    expect((await desk.app.call('GET', WS)).body).toMatchObject({ code: 'AUTH_REQUIRED' });
    const unknown = await desk.app.call('GET', `${WS}?chatId=1`, { token });
    expect([unknown.status, unknown.body['code']]).toEqual([400, 'VALIDATION']);
    for (const [version, key] of [
      ['8', randomBytes(16).toString('base64')],
      ['13', 'short'],
      ['x', ''],
    ]) {
      const raw = new RawConnection(Number(new URL(desk.app.url).port));
      raw.write(
        handshake({ 'Sec-WebSocket-Version': version, 'Sec-WebSocket-Key': key, Authorization: `Bearer ${token}` }),
      );
      await raw.closed;
      expect([raw.answer().status, raw.answer().body]).toEqual([400, expect.stringContaining('BAD_REQUEST')]);
    }
  });

  it('takes an upgrade elsewhere, or to something else, for an ordinary request', async () => {
    const port = Number(new URL(desk.app.url).port);
    for (const [path, upgrade] of [
      ['/api/health/live', 'websocket'],
      ['/api/health/live', 'h2c'],
    ]) {
      const raw = new RawConnection(port);
      raw.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n\r\n`);
      await raw.until((text) => text.includes('\r\n\r\n'));
      expect(raw.answer().status).toBe(200);
      raw.destroy();
    }
  });

  it('agrees to no subprotocol', async () => {
    const raw = new RawConnection(Number(new URL(desk.app.url).port));
    raw.write(
      handshake({
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
        'Sec-WebSocket-Protocol': 'graphql-ws, chat',
        'Sec-WebSocket-Extensions': 'permessage-deflate',
        Authorization: `Bearer ${desk.operator.token}`,
      }),
    );
    await raw.until((text) => text.includes('\r\n\r\n'));
    const [first, ...lines] = raw.received.slice(0, raw.received.indexOf('\r\n\r\n')).split('\r\n');
    expect(first).toBe('HTTP/1.1 101 Switching Protocols');
    const names = lines.map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
    expect(names.sort()).toEqual(['connection', 'sec-websocket-accept', 'upgrade']);
    raw.destroy();
  });
});

function handshake(headers: Record<string, string | undefined>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${WS} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${lines.join('')}\r\n`;
}
