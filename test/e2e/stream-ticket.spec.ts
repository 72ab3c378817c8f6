import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Frame, SseClient, WsClient } from '../support/stream-clients.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

const ORIGIN = 'https://desk.shop.kz';

interface TicketAnswer {
  ticket: string;
  expiresIn: number;
}

describe('stream tickets', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600', CORS_ORIGINS: ORIGIN } });
  });
  afterAll(() => desk.close());

  const mint = async (token = desk.operator.token): Promise<string> => {
    const { status, body } = await desk.app.call<TicketAnswer>('POST', '/api/auth/stream-ticket', { token });
    expect([status, body.expiresIn]).toEqual([201, 30]);
    return body.ticket;
  };
  const refusal = async (credentials: { ticket?: string; token?: string }): Promise<unknown[]> => {
    const sse = await SseClient.refused(desk.app.url, credentials);
    const ws = await WsClient.refused(desk.app.url, { origin: ORIGIN, ...credentials });
    expect(sse.headers['content-type']).toMatch('application/problem+json');
    expect(ws.headers['content-type']).toMatch('application/problem+json');
    expect([ws.status, ws.body['code']]).toEqual([sse.status, sse.body['code']]);
    return [sse.status, sse.body['code']];
  };

  it('open one stream of either door, in the name of their session', async () => {
    const sse = await SseClient.open(desk.app.url, { ticket: await mint(), origin: ORIGIN });
    const ws = await WsClient.open(desk.app.url, { ticket: await mint(), origin: ORIGIN });
    await ws.hello();
    await desk.control('POST', 'inbound', { from: '77015550001', type: 'text', text: { body: 'Я тут' } });
    const isHere = ({ type }: Frame): boolean => type === 'message.received';
    const [overSse, overWs] = await Promise.all([sse.until(isHere), ws.until(isHere)]);
    expect(overWs).toEqual(overSse);
    await Promise.all([sse.close(), ws.close()]);
  });

  it('are 32 random bytes, kept as a hash', async () => {
    const ticket = await mint();
    expect(ticket).toMatch(/^[\w-]{43}$/);
    const rows = await desk.app.rows<{ text: string }>('select row_to_json(t)::text as text from stream_tickets t');
    expect(rows.length).toBeGreaterThan(0);
    const hex = Buffer.from(ticket, 'base64url').toString('hex');
    expect(rows.filter(({ text }) => text.includes(ticket) || text.includes(hex))).toEqual([]);
  });

  it('work once', async () => {
    const ticket = await mint();
    await (await SseClient.open(desk.app.url, { ticket })).close();
    expect(await refusal({ ticket })).toEqual([401, 'TOKEN_INVALID']);
  });

  it('let one of a hundred in that come at the same time', async () => {
    const ticket = await mint();
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const { status } = await fetch(`${desk.app.url}/api/waba/operator/events?ticket=${ticket}`);
        return status;
      }),
    );
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
    expect(answers.filter((status) => status === 401)).toHaveLength(99);
  });

  it('last 30 seconds by our clock, and leave the table', async () => {
    const [young, old] = [await mint(), await mint()];
    desk.app.clock.advance(29_999);
    await (await SseClient.open(desk.app.url, { ticket: young })).close();
    desk.app.clock.advance(1);
    expect(await refusal({ ticket: old })).toEqual([401, 'TOKEN_INVALID']);
    await mint();
    await mint();
    desk.app.clock.advance(30_000);
    await mint();
    expect(await desk.count('stream_tickets')).toBe(1);
  });

  it('end with their session', async () => {
    const token = await desk.app.tokenOf(desk.operator);
    const [one, other] = [await mint(token), await mint(token)];
    expect((await desk.app.call('POST', '/api/auth/logout', { token })).status).toBe(204);
    expect((await SseClient.refused(desk.app.url, { ticket: one })).body).toMatchObject({ code: 'TOKEN_REVOKED' });
    const ws = await WsClient.refused(desk.app.url, { ticket: other, origin: ORIGIN });
    expect([ws.status, ws.body['code']]).toEqual([401, 'TOKEN_REVOKED']);
  });

  it('must mean the same session as a header beside them', async () => {
    const own = await mint();
    await (await SseClient.open(desk.app.url, { ticket: own, token: desk.operator.token })).close();
    const stranger = await desk.app.signedIn();
    const foreign = await mint(stranger.token);
    expect(await refusal({ ticket: foreign, token: desk.operator.token })).toEqual([401, 'TOKEN_INVALID']);
  });

  it.each([
    ['empty', ''],
    ['short', 'x'],
    ['of the right form', 'a'.repeat(43)],
    ['long', 'a'.repeat(5_000)],
    ['with a NUL', `${'a'.repeat(42)}%00`],
    ['twice', 'a&ticket=b'],
    ['meant for the database', "'%20or%201=1--"],
  ])('are not made up: %s', async (_, ticket) => {
    expect(await refusal({ ticket })).toEqual([401, 'TOKEN_INVALID']);
  });

  it('open nothing but streams', async () => {
    const ticket = await mint();
    const { status, body } = await desk.app.call('GET', `/api/waba/operator/chats?ticket=${ticket}`);
    expect([status, body['code']]).toEqual([401, 'AUTH_REQUIRED']);
  });

  it('are not for API keys, which have a header', async () => {
    const admin = await desk.app.signedIn({ role: 'admin' });
    const { body } = await desk.app.call<{ key: string }>('POST', '/api/admin/api-keys', {
      token: admin.token,
      body: { name: 'CRM', userId: desk.operator.id, scopes: ['chats:read'] },
    });
    const { status } = await desk.app.call('POST', '/api/auth/stream-ticket', { token: body.key });
    expect(status).toBe(403);
    const ws = await WsClient.open(desk.app.url, { token: body.key });
    expect((await ws.hello())['lastId']).toEqual(expect.any(String));
    await ws.close();
    const keyInQuery = await WsClient.refused(desk.app.url, { ticket: body.key, origin: ORIGIN });
    expect([keyInQuery.status, keyInQuery.body['code']]).toEqual([401, 'TOKEN_INVALID']);
  });

  it.each(['ticket', 'token', 'access_token', 'after'])('are not tokens: a JWT as ?%s= is 401', async (name) => {
    for (const headers of [{}, { authorization: `Bearer ${desk.operator.token}` }]) {
      for (const path of ['events', 'ws']) {
        const url = `${desk.app.url}/api/waba/operator/${path}?${name}=${desk.operator.token}`;
        const response = await fetch(url, { headers });
        const body = (await response.json()) as { code: string };
        expect([response.status, body.code]).toEqual([401, 'TOKEN_INVALID']);
        expect(JSON.stringify(body)).not.toContain(desk.operator.token);
      }
    }
  });
});
