import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestUser } from '../support/test-app.js';
import { type Frame, SseClient, WsClient } from '../support/stream-clients.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

const isBye = ({ type }: Frame): boolean => type === 'bye';

describe('open streams', () => {
  let desk: TestDesk;
  let admin: TestUser & { token: string };
  const clients: (WsClient | SseClient)[] = [];

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '600', RATE_STREAMS: '8' } });
    admin = await desk.app.signedIn({ role: 'admin' });
  });
  afterAll(() => desk.close());
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
  });

  const openWs = async (token: string): Promise<WsClient> => {
    const client = await WsClient.open(desk.app.url, { token });
    clients.push(client);
    await client.hello();
    return client;
  };
  const openSse = async (token: string): Promise<SseClient> => {
    const client = await SseClient.open(desk.app.url, { token });
    clients.push(client);
    return client;
  };

  /** One of each door, ended with the same words. */
  const bothEnd = async (token: string, end: () => Promise<unknown>, reason: string, code = 4401): Promise<void> => {
    const [ws, sse] = [await openWs(token), await openSse(token)];
    const other = await openWs(admin.token);
    await end();
    const goodbye = { type: 'bye', reason, retryMs: expect.any(Number) };
    expect([await ws.until(isBye), await sse.until(isBye)]).toEqual([goodbye, goodbye]);
    expect(await ws.closed).toEqual({ code, reason });
    await sse.ended;
    expect(other.frames.some(isBye)).toBe(false);
  };

  it.each<[string, (user: TestUser & { token: string }) => Promise<number>]>([
    ['signs out', async ({ token }) => (await desk.app.call('POST', '/api/auth/logout', { token })).status],
    [
      'is disabled',
      async ({ id }) =>
        (await desk.app.call('PATCH', `/api/admin/users/${id}`, { token: admin.token, body: { disabled: true } }))
          .status,
    ],
    [
      'gets another password',
      async ({ id }) =>
        (
          await desk.app.call('PATCH', `/api/admin/users/${id}`, {
            token: admin.token,
            body: { password: 'another long password' },
          })
        ).status,
    ],
  ])('end within seconds when their user %s', async (_, end) => {
    const user = await desk.app.signedIn();
    await bothEnd(user.token, async () => expect(await end(user)).toBeLessThan(300), 'session_ended');
  });

  it('end when their API key is revoked, and when the key is that opened their session', async () => {
    const { id } = await desk.app.createUser();
    const { body: key } = await desk.app.call<{ id: number; key: string }>('POST', '/api/admin/api-keys', {
      token: admin.token,
      body: { name: 'CRM', userId: id, scopes: ['chats:read', 'sessions'] },
    });
    const minted = await desk.app.call<{ accessToken: string }>('POST', '/api/auth/sessions', {
      token: key.key,
      body: { email: desk.operator.email },
    });
    expect(minted.status).toBe(200);
    const ofSession = await openWs(minted.body.accessToken);
    await bothEnd(
      key.key,
      () => desk.app.call('DELETE', `/api/admin/api-keys/${key.id}`, { token: admin.token }),
      'session_ended',
    );
    expect(await ofSession.closed).toEqual({ code: 4401, reason: 'session_ended' });
  });

  it('end when the user is disabled in whose name their API key acts', async () => {
    const { id } = await desk.app.createUser();
    const { body: key } = await desk.app.call<{ key: string }>('POST', '/api/admin/api-keys', {
      token: admin.token,
      body: { name: 'CRM', userId: id, scopes: ['chats:read'] },
    });
    const disable = (): Promise<unknown> =>
      desk.app.call('PATCH', `/api/admin/users/${id}`, { token: admin.token, body: { disabled: true } });
    await bothEnd(key.key, disable, 'session_ended');
  });

  it('do not outlive the access token, also where they came by a ticket of it', async () => {
    const user = await desk.app.signedIn();
    desk.app.clock.advance(590_000);
    const { body } = await desk.app.call<{ ticket: string }>('POST', '/api/auth/stream-ticket', { token: user.token });
    const byTicket = await SseClient.open(desk.app.url, { ticket: body.ticket });
    clients.push(byTicket);
    admin = { ...admin, token: await desk.app.tokenOf(admin) };
    await bothEnd(user.token, async () => desk.app.clock.advance(10_000), 'token_expired');
    expect(await byTicket.until(isBye)).toMatchObject({ reason: 'token_expired' });
  });

  it('of one user are five: a sixth ends the oldest, whatever the door', async () => {
    const { token } = await desk.app.signedIn();
    const sse = await openSse(token);
    const ws = await openWs(token);
    const others = [await openSse(token), await openWs(token), await openSse(token)];
    expect(sse.frames.some(isBye)).toBe(false);
    others.push(await openWs(token));
    expect(await sse.until(isBye)).toMatchObject({ reason: 'too_many_streams' });
    others.push(await openSse(token));
    expect(await ws.until(isBye)).toMatchObject({ reason: 'too_many_streams' });
    expect(await ws.closed).toEqual({ code: 4429, reason: 'too_many_streams' });
    expect(others.some(({ frames }) => frames.some(isBye))).toBe(false);
  });

  it('give their place back, however they ended', async () => {
    const { token } = await desk.app.signedIn();
    for (let round = 0; round < 10; round += 1) {
      const [ws, sse] = [await openWs(token), await openSse(token)];
      await Promise.all([ws.close(), sse.close()]);
    }
    const [first, second] = [await openWs(token), await openSse(token)];
    await openWs(token);
    expect([...first.frames, ...second.frames].some(isBye)).toBe(false);
  });

  it('are so many in one process: one more is 503 at either door', async () => {
    const users = [await desk.app.signedIn(), await desk.app.signedIn()];
    for (const { token } of users) for (let index = 0; index < 4; index += 1) await openWs(token);
    const { token } = await desk.app.signedIn();
    for (const refusal of [
      await SseClient.refused(desk.app.url, { token }),
      await WsClient.refused(desk.app.url, { token }),
      await WsClient.refused(desk.app.url),
    ]) {
      expect([refusal.status, refusal.body['code'], refusal.headers['retry-after']]).toEqual([
        503,
        'TOO_MANY_STREAMS',
        '5',
      ]);
    }
    await clients.splice(0, 1)[0]?.close();
    await openSse(token);
  });
});

describe('open streams of a server that stops', () => {
  it('hear goodbye, with when to come back', async () => {
    const desk = await startTestDesk();
    const [ws, sse] = [
      await WsClient.open(desk.app.url, { token: desk.operator.token }),
      await SseClient.open(desk.app.url, { token: desk.operator.token }),
    ];
    const nameless = await WsClient.open(desk.app.url);
    await ws.hello();
    await desk.close();
    for (const client of [ws, sse, nameless]) {
      const { reason, retryMs } = await client.until(isBye);
      expect(reason).toBe('shutdown');
      expect(retryMs).toBeGreaterThan(0);
      expect(retryMs).toBeLessThanOrEqual(5_000);
    }
    expect([(await ws.closed).code, (await nameless.closed).code]).toEqual([1001, 1001]);
    expect(sse.retry).toBeLessThanOrEqual(5_000);
    await sse.ended;
  });
});
