import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import argon2 from 'argon2';
import { codeOf } from '../support/code-of.js';
import { ApiAnswer, startTestApp, TEST_PASSWORD, TestApp, TestUser } from '../support/test-app.js';
import { readClaims } from '../support/token-forge.js';

type Answer = Promise<ApiAnswer<Record<string, unknown>>>;

describe('POST /api/auth/login', () => {
  let test: TestApp;
  let user: TestUser;

  beforeAll(async () => {
    // How many may fail is asked in rate-limits.spec.ts.
    test = await startTestApp({ environment: { RATE_LOGINS_PER_ACCOUNT: '0', RATE_LOGINS_PER_ADDRESS: '0' } });
    user = await test.createUser({ email: 'anna+shop@xn--e1afmkfd.xn--p1ai', name: 'Anna' });
  });

  afterAll(async () => {
    await test?.close();
  });

  const login = (body: unknown): Answer => test.call('POST', '/api/auth/login', { body });

  it('L1: signs in with the right pair', async () => {
    const { status, headers, body } = await test.login(user);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(body).sort()).toEqual(['accessToken', 'expiresIn', 'refreshToken', 'user']);
    expect(body.user).toEqual({ id: user.id, email: user.email, name: 'Anna', role: 'operator' });
    expect(body.expiresIn).toBe(900);
    const { exp, iat, ...claims } = readClaims(body.accessToken);
    expect(Number(exp) - Number(iat)).toBe(900);
    expect(Object.keys(claims).sort()).toEqual(['aud', 'iss', 'jti', 'sid', 'sub', 'typ']);
    expect((await test.call('GET', '/api/auth/me', { token: body.accessToken })).status).toBe(200);
  });

  it('L2: answers the same for a wrong password, an unknown and a disabled user', async () => {
    const disabled = await test.createUser();
    await test.rows('update users set disabled_at = now() where id = $1', [disabled.id]);
    const answers = await Promise.all(
      [
        { email: user.email, password: 'wrong horse battery' },
        { email: 'nobody@example.com', password: TEST_PASSWORD },
        { email: disabled.email, password: TEST_PASSWORD },
      ].map((body) => test.call('POST', '/api/auth/login', { body, headers: { 'x-request-id': 'same' } })),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const names = answers.map(({ headers }) => [...headers].filter(([name]) => name !== 'date'));
    expect(names[1]).toEqual(names[0]);
    expect(names[2]).toEqual(names[0]);
    expect(answers[0]?.body).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  it.each(['ANNA+SHOP@xn--e1afmkfd.xn--p1ai', 'anna+shop@пример.рф', 'Anna+Shop@ПРИМЕР.РФ'])(
    'L3: knows %j as the same account',
    async (email) => {
      expect((await login({ email, password: TEST_PASSWORD })).status).toBe(200);
    },
  );

  it('L3: keeps +tags apart, and names an address with spaces or without end', async () => {
    expect(await codeOf(login({ email: 'anna@пример.рф', password: TEST_PASSWORD }))).toEqual([
      401,
      'INVALID_CREDENTIALS',
    ]);
    for (const email of [
      ` ${user.email}`,
      `${user.email} `,
      'an na@example.com',
      `${'a'.repeat(300)}@example.com`,
      '',
    ]) {
      expect(await codeOf(login({ email, password: TEST_PASSWORD }))).toEqual([400, 'VALIDATION']);
    }
  });

  it.each([
    ['8 characters', 'пароль 8'],
    ['more than 64', '🔑 ключ '.repeat(12)],
    ['a space at its end', 'correct horse '],
    ['spaces alone', ' '.repeat(12)],
  ])('L4: verifies a password as sent: %s', async (_, password) => {
    const other = await test.createUser();
    const hash = await argon2.hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    await test.rows('update users set password_hash = $2 where id = $1', [other.id, hash]);
    expect((await login({ email: other.email, password })).status).toBe(200);
    expect(await codeOf(login({ email: other.email, password: password.trim() || 'x' }))).toEqual(
      password.trim() === password ? [200, undefined] : [401, 'INVALID_CREDENTIALS'],
    );
  });

  it('L5: refuses a password of 1,025 bytes, and a body of 1 MB', async () => {
    expect(await codeOf(login({ email: user.email, password: 'x'.repeat(1025) }))).toEqual([400, 'VALIDATION']);
    expect(await codeOf(login({ email: user.email, password: 'я'.repeat(513) }))).toEqual([400, 'VALIDATION']);
    expect(await codeOf(login({ email: user.email, password: 'x'.repeat(1_000_000) }))).toEqual([
      413,
      'PAYLOAD_TOO_LARGE',
    ]);
  });

  it.each([{ $ne: '' }, [], ['x'], 1, true, null, undefined])('L6: takes no %j for a text', async (value) => {
    expect(await codeOf(login({ email: value, password: TEST_PASSWORD }))).toEqual([400, 'VALIDATION']);
    expect(await codeOf(login({ email: user.email, password: value }))).toEqual([400, 'VALIDATION']);
  });

  it('L6: refuses what is no object, and unknown keys', async () => {
    for (const body of ['null', '[]', '"x"', '5', { email: user.email, password: TEST_PASSWORD, role: 'admin' }]) {
      expect(await codeOf(login(body))).toEqual([400, 'VALIDATION']);
    }
  });

  it.each(["' OR '1'='1' --", "admin@example.com' OR 1=1; --", '*)(uid=*))(|(uid=*', 'admin)(&)', '$argon2id$v=19'])(
    'L7: has no account for %j',
    async (text) => {
      expect(await codeOf(login({ email: text, password: TEST_PASSWORD }))).toEqual([401, 'INVALID_CREDENTIALS']);
      expect(await codeOf(login({ email: user.email, password: text }))).toEqual([401, 'INVALID_CREDENTIALS']);
    },
  );

  it('L16: bounds the body', async () => {
    const wide = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`k${index.toString(36)}`, 1]));
    const deep = `${'['.repeat(100)}${']'.repeat(100)}`;
    expect((await login(wide)).status).toBe(JSON.stringify(wide).length > 4096 ? 413 : 400);
    expect(await codeOf(login(`{"email":${deep},"password":"x"}`))).toEqual([400, 'BAD_JSON']);
    expect(await codeOf(login(`{"email":"a@example.com","password":"x"}${' '.repeat(4096)}`))).toEqual([
      413,
      'PAYLOAD_TOO_LARGE',
    ]);
    expect(await codeOf(login('{"email":"a@example.com","__proto__":{"password":"x"}}'))).toEqual([400, 'BAD_JSON']);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
    'L17: does not read %s',
    async (type) => {
      const answer = test.call('POST', '/api/auth/login', {
        headers: { 'content-type': type },
        body: `email=${encodeURIComponent(user.email)}&password=${encodeURIComponent(TEST_PASSWORD)}`,
      });
      expect(await codeOf(answer)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    },
  );

  it('L18: hashes a password anew that was hashed with other parameters', async () => {
    const other = await test.createUser();
    const old = await argon2.hash(TEST_PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await test.rows('update users set password_hash = $2 where id = $1', [other.id, old]);
    expect((await test.login(other)).status).toBe(200);
    const [row] = await test.rows<{ password_hash: string }>('select password_hash from users where id = $1', [
      other.id,
    ]);
    expect(row?.password_hash).toContain('m=19456,');
    expect((await test.login(other)).status).toBe(200);
  });

  it('L19: is not impressed by NULs, hashes and broken surrogates', async () => {
    const [row] = await test.rows<{ password_hash: string }>('select password_hash from users where id = $1', [
      user.id,
    ]);
    for (const password of [
      `${TEST_PASSWORD}\u0000`,
      '\u0000',
      row?.password_hash,
      '$argon2id$v=19$m=19456,p=1,t=2$',
    ]) {
      expect(await codeOf(login({ email: user.email, password }))).toEqual([401, 'INVALID_CREDENTIALS']);
    }
    expect(await codeOf(login(`{"email":"${user.email}","password":"\\ud800"}`))).toEqual([400, 'VALIDATION']);
    expect(await codeOf(login({ email: 'no\u0000body', password: 'x' }))).toEqual([400, 'VALIDATION']);
  });

  it('leaves one row of audit each, without the password', async () => {
    const call = (password: string): Answer =>
      test.call('POST', '/api/auth/login', {
        body: { email: user.email, password },
        headers: { 'x-request-id': `try-${password.length}` },
      });
    await call('canary-in-the-coal-mine');
    await call(TEST_PASSWORD);
    const rows = await test.rows(`select * from audit_log where action = 'auth.login' order by id desc limit 2`);
    const [ok, denied] = rows.map(({ id: _id, ...row }) => row);
    const common = { action: 'auth.login', ip: '127.0.0.1', at: test.clock.now() };
    expect(denied).toEqual({
      ...common,
      actor_user_id: null,
      object_type: 'user',
      object_id: String(user.id),
      outcome: 'denied',
      request_id: 'try-23',
      details: { email: user.email },
    });
    expect(ok).toMatchObject({
      ...common,
      actor_user_id: user.id,
      object_type: 'session',
      outcome: 'ok',
      details: {},
    });
    expect(JSON.stringify(await test.rows('select * from audit_log'))).not.toContain('canary-in-the-coal-mine');
  });
});
