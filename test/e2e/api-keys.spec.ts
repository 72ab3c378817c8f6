import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiAnswer, TestUser } from '../support/test-app.js';
import { startTestDesk, type TestDesk, until } from '../support/test-desk.js';

const KEYS = '/api/admin/api-keys';
const CHATS = '/api/waba/operator/chat';

interface NewKey {
  id: number;
  key: string;
  hint: string;
  userId: number;
  scopes: string[];
  requestsPerMinute: number;
  expiresAt: string | null;
}

describe('API keys', () => {
  let desk: TestDesk;
  let admin: TestUser & { token: string };

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
    admin = await desk.app.signedIn({ role: 'admin' });
  });
  afterAll(() => desk.close());

  const make = async (body: object = {}): Promise<NewKey> => {
    const { status, body: key } = await desk.app.call<NewKey>('POST', KEYS, {
      token: admin.token,
      body: { name: 'CRM', userId: desk.operator.id, scopes: ['chats:read'], ...body },
    });
    expect(status).toBe(201);
    return key;
  };
  const codeOf = async (method: string, path: string, token: string, body?: unknown): Promise<[number, unknown]> => {
    const answer = await desk.app.call(method, path, { token, ...(body === undefined ? {} : { body }) });
    return [answer.status, answer.body?.['code']];
  };

  it('act as their user, and show their secret once', async () => {
    const key = await make();
    expect(key.key.startsWith(key.hint.slice(0, -1))).toBe(true);
    expect(key).toMatchObject({ userId: desk.operator.id, requestsPerMinute: 600, expiresAt: null });
    expect((await desk.get(`${CHATS}/${desk.chatId}`, key.key)).body).toMatchObject({ id: desk.chatId });
    expect((await desk.get('/api/auth/me', key.key)).body).toMatchObject({ id: desk.operator.id });
    const list = await desk.get(KEYS, admin.token);
    expect(list.text).not.toContain(key.key);
    const stored = await desk.app.rows(`select * from api_keys where secret_hash::text like '%' || $1 || '%'`, [
      key.key,
    ]);
    expect(stored).toEqual([]);
  });

  it('see what their user sees and nothing else', async () => {
    const stranger = await desk.app.createUser();
    const { key } = await make({ userId: stranger.id });
    expect(await codeOf('GET', `${CHATS}/${desk.chatId}`, key)).toEqual([404, 'CHAT_NOT_FOUND']);
  });

  it('are held to their scopes, and never let in where admins and sessions belong', async () => {
    const { key: reader } = await make();
    const { key: writer } = await make({ scopes: ['messages:send'] });
    const message = { chatId: desk.chatId, message: 'from a machine' };
    expect(await codeOf('POST', '/api/waba/operator/send', reader, message)).toEqual([403, 'FORBIDDEN']);
    expect(await codeOf('GET', `${CHATS}/${desk.chatId}`, writer)).toEqual([403, 'FORBIDDEN']);
    expect((await desk.send(message, {}, writer)).status).toBe(200);
    const { key: boss } = await make({
      userId: admin.id,
      scopes: ['chats:read', 'chats:write', 'messages:send', 'sessions'],
    });
    for (const [method, path] of [
      ['GET', KEYS],
      ['GET', '/api/admin/users'],
      ['POST', '/api/auth/logout'],
      ['POST', '/api/auth/password'],
    ] as const) {
      expect([path, ...(await codeOf(method, path, boss))]).toEqual([path, 403, 'FORBIDDEN']);
    }
  });

  it('leave their name in the audit trail of what they do', async () => {
    const { id, key } = await make({ scopes: ['messages:send'] });
    const { body } = await desk.send({ chatId: desk.chatId, message: 'audited' }, {}, key);
    const rows = await desk.app.rows<{ details: object }>(
      `select details from audit_log where action = 'message.sent' and object_id = $1`,
      [String(body.message.id)],
    );
    expect(rows).toEqual([{ details: expect.objectContaining({ apiKeyId: id }) }]);
  });

  it('stop at once when they are revoked or their user is disabled, and when their time is over', async () => {
    const user = await desk.app.createUser();
    const [first, second, third] = [
      await make({ userId: user.id }),
      await make({ userId: user.id }),
      await make({ userId: desk.operator.id, expiresAt: '2026-03-01T12:10:00Z' }),
    ];
    expect((await desk.app.call('DELETE', `${KEYS}/${first.id}`, { token: admin.token })).status).toBe(204);
    expect((await desk.app.call('DELETE', `${KEYS}/${first.id}`, { token: admin.token })).status).toBe(204);
    expect(await codeOf('GET', '/api/auth/me', first.key)).toEqual([401, 'TOKEN_REVOKED']);
    expect((await desk.get('/api/auth/me', second.key)).status).toBe(200);
    await desk.app.call('PATCH', `/api/admin/users/${user.id}`, { token: admin.token, body: { disabled: true } });
    await until(async () => (await desk.get('/api/auth/me', second.key)).status === 401);
    expect((await desk.get('/api/auth/me', third.key)).status).toBe(200);
    desk.app.clock.advance(10 * 60_000);
    expect(await codeOf('GET', '/api/auth/me', third.key)).toEqual([401, 'TOKEN_EXPIRED']);
  });

  it.each([
    ['wak_', 'TOKEN_INVALID'],
    [`wak_${'a'.repeat(43)}`, 'TOKEN_INVALID'],
    [`wak_${'a'.repeat(5_000)}`, 'TOKEN_INVALID'],
    ['wak_a.b.c', 'TOKEN_INVALID'],
  ])('are not %.20s…', async (key, code) => {
    expect(await codeOf('GET', '/api/auth/me', key)).toEqual([401, code]);
  });

  it.each<[string, object, string]>([
    ['an unknown user', { userId: 987_654 }, 'userId'],
    ['no scope', { scopes: [] }, 'scopes'],
    ['a scope twice', { scopes: ['sessions', 'sessions'] }, 'scopes'],
    ['an unknown scope', { scopes: ['admin'] }, 'scopes'],
    ['scopes that are a text', { scopes: 'chats:read' }, 'scopes'],
    ['a time that is past', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['a share of nothing', { requestsPerMinute: 0 }, 'requestsPerMinute'],
    ['an unknown field', { secret: 'x' }, 'secret'],
  ])('are not made with %s', async (_, body, field) => {
    const before = await desk.count('api_keys');
    const answer = await desk.app.call('POST', KEYS, {
      token: admin.token,
      body: { name: 'CRM', userId: desk.operator.id, scopes: ['chats:read'], ...body },
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'VALIDATION', errors: [expect.objectContaining({ field })] });
    expect(await desk.count('api_keys')).toBe(before);
  });

  it('are for admins alone to make', async () => {
    const body = { name: 'CRM', userId: desk.operator.id, scopes: ['chats:read'] };
    expect(await codeOf('POST', KEYS, desk.operator.token, body)).toEqual([403, 'FORBIDDEN']);
    expect(await codeOf('DELETE', `${KEYS}/987654`, admin.token)).toEqual([404, 'API_KEY_NOT_FOUND']);
  });

  it('have a share of their own, which the headers tell', async () => {
    const { key } = await make({ requestsPerMinute: 3 });
    const answers = [];
    for (let asked = 0; asked < 4; asked += 1) answers.push(await desk.get('/api/auth/me', key));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    const [first, , , last] = answers;
    expect(first?.headers.get('ratelimit-policy')).toBe('"key";q=3;w=60');
    expect(first?.headers.get('ratelimit')).toBe('"key";r=2;t=20');
    expect(last?.body).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await desk.get('/api/auth/me')).status).toBe(200);
  });

  describe('with the scope sessions', () => {
    const mint = (token: string, email: unknown): Promise<ApiAnswer<Record<string, unknown>>> =>
      desk.app.call('POST', '/api/auth/sessions', { token, body: { email } });

    it('sign an operator in, until they are revoked', async () => {
      const { id, key } = await make({ scopes: ['sessions'] });
      const { status, body } = await mint(key, desk.operator.email.toUpperCase());
      expect(status).toBe(200);
      expect(body).toMatchObject({ user: { id: desk.operator.id }, expiresIn: 3600 });
      const token = String(body['accessToken']);
      expect((await desk.get(`${CHATS}/${desk.chatId}`, token)).status).toBe(200);
      await desk.app.call('DELETE', `${KEYS}/${id}`, { token: admin.token });
      expect(await codeOf('GET', `${CHATS}/${desk.chatId}`, token)).toEqual([401, 'TOKEN_REVOKED']);
      const refresh = await desk.app.call('POST', '/api/auth/refresh', {
        body: { refreshToken: body['refreshToken'] },
      });
      expect(refresh.body).toMatchObject({ code: 'TOKEN_REVOKED' });
    });

    it('sign an operator in for no longer than they live', async () => {
      const { key } = await make({ scopes: ['sessions'], expiresAt: '2026-03-01T12:40:00Z' });
      const { body } = await mint(key, desk.operator.email);
      expect((await desk.get('/api/auth/me', String(body['accessToken']))).status).toBe(200);
      desk.app.clock.advance(31 * 60_000);
      await until(async () => (await desk.get('/api/auth/me', String(body['accessToken']))).status === 401);
      const refresh = await desk.app.call('POST', '/api/auth/refresh', {
        body: { refreshToken: body['refreshToken'] },
      });
      expect(refresh.body).toMatchObject({ code: 'TOKEN_REVOKED' });
    });

    it('sign in no admin, nobody unknown and nobody disabled', async () => {
      const { key } = await make({ scopes: ['sessions'] });
      const gone = await desk.app.createUser();
      await desk.app.rows('update users set disabled_at = now() where id = $1', [gone.id]);
      const codes = await Promise.all(
        [admin.email, 'nobody@example.com', gone.email].map(async (email) => (await mint(key, email)).body['code']),
      );
      expect(codes).toEqual(['FORBIDDEN', 'USER_NOT_FOUND', 'USER_NOT_FOUND']);
      expect((await mint(key, { $ne: '' })).status).toBe(400);
    });

    it('are the only way to it', async () => {
      const { key } = await make({ scopes: ['chats:read'] });
      expect((await mint(key, desk.operator.email)).body).toMatchObject({ code: 'FORBIDDEN' });
      expect((await mint(admin.token, desk.operator.email)).body).toMatchObject({ code: 'FORBIDDEN' });
    });
  });
});
