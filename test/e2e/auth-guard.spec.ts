import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { pollUntil } from '../support/poll.js';
import { startTestApp, TestApp, TestUser } from '../support/test-app.js';
import { accessClaims, forgeToken, readClaims } from '../support/token-forge.js';

const ME = '/api/auth/me';
const HS256 = { alg: 'HS256', typ: 'JWT' };

interface RawAnswer {
  status: number;
  body: string;
  headers: NodeJS.Dict<string | string[]>;
}

describe('GET /api/auth/me', () => {
  let test: TestApp;
  let user: TestUser;
  let token: string;

  beforeAll(async () => {
    test = await startTestApp();
    user = await test.createUser({ name: 'Anna' });
    token = await test.tokenOf(user);
  });

  afterAll(async () => {
    await test?.close();
  });

  /** What fetch cannot send: two headers of one name, odd methods. */
  function raw(method: string, path: string, headers: Record<string, string | string[]>): Promise<RawAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
    const sent = request(`${test.url}${path}`, { method, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(parts).toString('utf8'),
          headers: response.headers,
        }),
      );
    });
    sent.on('error', reject);
    sent.end();
    return promise;
  }

  function claims(change: Record<string, unknown> = {}): Record<string, unknown> {
    const { sid } = readClaims(token);
    return { ...accessClaims({ userId: user.id, sessionId: String(sid), now: test.clock.now() }), ...change };
  }

  function signed(change: Record<string, unknown> = {}, header: unknown = HS256): string {
    return forgeToken(header, claims(change), { secret: test.config.jwtSecret });
  }

  const seconds = (offset: number): number => Math.floor(test.clock.millis() / 1000) + offset;

  async function codeOf(authorization: string): Promise<unknown> {
    const { status, body } = await test.call('GET', ME, { headers: { authorization } });
    return status === 200 ? 200 : [status, body['code']];
  }

  it('tells who one is, with channels and permissions', async () => {
    const channel = await test.createChannel({ name: 'Shop' });
    await test.createChannel({ name: "Somebody else's" });
    await test.addMember(channel, user);
    const { status, body } = await test.call('GET', ME, { token });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: user.id,
      email: user.email,
      name: 'Anna',
      role: 'operator',
      channels: [{ id: channel.id, name: 'Shop' }],
      permissions: ['chats:read', 'messages:send'],
    });
  });

  it('shows an admin every channel', async () => {
    const admin = await test.signedIn({ role: 'admin' });
    const all = await test.rows<{ id: number }>('select id from channels order by id');
    const { body } = await test.call<{ channels: { id: number }[] }>('GET', ME, { token: admin.token });
    expect(body.channels.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });

  it('G1: refuses without a token, in the one error body', async () => {
    const { status, headers, body } = await test.call('GET', ME);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(body).sort()).toEqual([
      'code',
      'detail',
      'error',
      'instance',
      'requestId',
      'status',
      'title',
      'type',
    ]);
    expect(body).toMatchObject({ code: 'AUTH_REQUIRED', instance: ME, status: 401 });
  });

  it.each(['Basic dXNlcjpwYXNz', 'Token abc', 'Bearer', 'Bearer ', 'bearer'])(
    'G2: asks for a token instead of %j',
    async (value) => {
      expect(await codeOf(value)).toEqual([401, 'AUTH_REQUIRED']);
    },
  );

  it('G3: refuses more than one token in the header', async () => {
    for (const value of [
      `Bearer ${token} x`,
      `Bearer x ${token}`,
      `Bearer ${token}, Bearer ${token}`,
      `Bearer ${token},`,
    ]) {
      expect(await codeOf(value)).toEqual([401, 'TOKEN_INVALID']);
    }
  });

  it.each([
    ['garbage', 'garbage'],
    ['two parts', 'a.b'],
    ['five parts', 'a.b.c.d.e'],
    ['three empty parts', '..'],
    ['no JSON', `${Buffer.from('x').toString('base64url')}.${Buffer.from('y').toString('base64url')}.z`],
    ['8 KB', 'a'.repeat(8100)],
    ['more than 8 KB', 'a'.repeat(9000)],
  ])('G4: refuses %s', async (_, value) => {
    expect(await codeOf(`Bearer ${value}`)).toEqual([401, 'TOKEN_INVALID']);
  });

  it.each(['none', 'None', 'NONE', 'nOnE', '', null, 0])('G5: refuses alg %j without a signature', async (alg) => {
    expect(await codeOf(`Bearer ${forgeToken({ alg, typ: 'JWT' }, claims())}`)).toEqual([401, 'TOKEN_INVALID']);
  });

  it('G5: refuses an empty, a short and a foreign signature', async () => {
    const unsigned = forgeToken(HS256, claims());
    const foreign = forgeToken(HS256, claims(), { secret: 'x'.repeat(64) });
    for (const value of [
      unsigned,
      `${unsigned}AAAA`,
      foreign,
      `${signed()}A`,
      forgeToken(HS256, claims(), { secret: '' }),
    ]) {
      expect(await codeOf(`Bearer ${value}`)).toEqual([401, 'TOKEN_INVALID']);
    }
  });

  it.each([
    ['HS384', 'sha384'],
    ['HS512', 'sha512'],
    ['RS256', 'sha256'],
    ['ES256', 'sha256'],
    ['hs256', 'sha256'],
  ])('G6: refuses %s made with the right secret', async (alg, hash) => {
    const value = forgeToken({ alg, typ: 'JWT' }, claims(), { secret: test.config.jwtSecret, hash });
    expect(await codeOf(`Bearer ${value}`)).toEqual([401, 'TOKEN_INVALID']);
  });

  it('G7: takes no orders from the header', async () => {
    const hints = {
      kid: '../../dev/null',
      jku: `${test.url}/keys`,
      jwk: { kty: 'oct', k: 'AA' },
      x5u: `${test.url}/x5u`,
    };
    expect(await codeOf(`Bearer ${signed({}, { ...HS256, ...hints })}`)).toBe(200);
    expect(await codeOf(`Bearer ${signed({}, { ...HS256, crit: ['exp'] })}`)).toEqual([401, 'TOKEN_INVALID']);
  });

  it.each(['exp', 'iat', 'sub', 'aud', 'iss', 'typ', 'jti', 'sid'])(
    'G8: refuses a token of ours without %s',
    async (claim) => {
      expect(await codeOf(`Bearer ${signed({ [claim]: undefined })}`)).toEqual([401, 'TOKEN_INVALID']);
    },
  );

  it('refuses a payload that is no object, and a life longer than ours', async () => {
    for (const payload of ['null', '"text"', '[]', '5', '{']) {
      expect(await codeOf(`Bearer ${forgeToken(HS256, payload, { secret: test.config.jwtSecret })}`)).toEqual([
        401,
        'TOKEN_INVALID',
      ]);
    }
    expect(await codeOf(`Bearer ${signed({ exp: seconds(86_400) })}`)).toEqual([401, 'TOKEN_INVALID']);
  });

  it('G11: knows expired from not yet valid', async () => {
    expect(await codeOf(`Bearer ${signed({ iat: seconds(-931), exp: seconds(-31) })}`)).toEqual([401, 'TOKEN_EXPIRED']);
    expect(await codeOf(`Bearer ${signed({ nbf: seconds(60) })}`)).toEqual([401, 'TOKEN_INVALID']);
    expect(await codeOf(`Bearer ${signed({ iat: seconds(60), exp: seconds(960) })}`)).toEqual([401, 'TOKEN_INVALID']);
    expect(await codeOf(`Bearer ${signed({ nbf: seconds(-1) })}`)).toBe(200);
  });

  it('G12: takes no refresh token, and no token for somebody else', async () => {
    const { refreshToken } = await test.session(user);
    expect(await codeOf(`Bearer ${refreshToken}`)).toEqual([401, 'TOKEN_INVALID']);
    for (const change of [
      { aud: 'refresh' },
      { aud: ['operator-api'] },
      { iss: 'https://example.com' },
      { typ: 'refresh' },
      { typ: 'ticket' },
    ]) {
      expect(await codeOf(`Bearer ${signed(change)}`)).toEqual([401, 'TOKEN_INVALID']);
    }
    expect(await codeOf(`Bearer ${signed({ sub: String(user.id + 1) })}`)).toEqual([401, 'TOKEN_INVALID']);
  });

  it('refuses a session that never was', async () => {
    expect(await codeOf(`Bearer ${signed({ sid: '00000000-0000-4000-8000-000000000000' })}`)).toEqual([
      401,
      'TOKEN_REVOKED',
    ]);
  });

  it('G13: refuses, within the life of the cache, whom another process disabled or signed out', async () => {
    for (const sql of [
      'update users set disabled_at = now() where id = $1',
      'update sessions set revoked_at = now() where user_id = $1',
    ]) {
      const other = await test.signedIn();
      expect(await codeOf(`Bearer ${other.token}`)).toBe(200);
      await test.rows(sql, [other.id]);
      const answer = await pollUntil(
        () => codeOf(`Bearer ${other.token}`),
        (code) => code !== 200,
      );
      expect(answer).toEqual([401, 'TOKEN_REVOKED']);
    }
  });

  it('G14: goes by the present role, not by the one at sign-in', async () => {
    const admin = await test.signedIn({ role: 'admin' });
    expect((await test.call('GET', '/api/admin/users', { token: admin.token })).status).toBe(200);
    await test.rows(`update users set role = 'operator' where id = $1`, [admin.id]);
    const users = (): Promise<{ status: number }> => test.call('GET', '/api/admin/users', { token: admin.token });
    const { status } = await pollUntil(users, (answer) => answer.status !== 200);
    expect(status).toBe(403);
  });

  it('G15: never looks for a token in the address, a cookie or a body', async () => {
    for (const name of ['access_token', 'token', 'ticket', 'authorization']) {
      const { status, text } = await test.call('GET', `${ME}?${name}=${token}`, {
        headers: { cookie: `${name}=${token}` },
      });
      expect(status).toBe(401);
      expect(text).not.toContain(token);
    }
  });

  it('G16: refuses two Authorization headers, whichever is the good one', async () => {
    for (const values of [
      ['Bearer x.y.z', `Bearer ${token}`],
      [`Bearer ${token}`, 'Bearer x.y.z'],
      [`Bearer ${token}`, `Bearer ${token}`],
      ['', `Bearer ${token}`],
    ]) {
      const { status, body } = await raw('GET', ME, { authorization: values });
      expect(status).toBe(401);
      expect(body).toContain('TOKEN_INVALID');
    }
    expect((await raw('GET', ME, { authorization: [`Bearer ${token}`] })).status).toBe(200);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'POST', 'TRACE', 'PROPFIND'])('G17: runs nothing for %s', async (method) => {
    for (const headers of [{}, { authorization: `Bearer ${token}` }] as Record<string, string>[]) {
      const { status, body } = await raw(method, ME, headers);
      expect([404, 405]).toContain(status);
      expect(body).not.toContain(user.email);
    }
  });

  it('G18: answers HEAD without a token by 401 and nothing else', async () => {
    const { status, body } = await raw('HEAD', ME, {});
    expect([status, body]).toEqual([401, '']);
    expect((await raw('HEAD', ME, { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it('expires with the clock', async () => {
    const fresh = await test.tokenOf(user);
    expect(await codeOf(`Bearer ${fresh}`)).toBe(200);
    test.clock.advance(931_000);
    expect(await codeOf(`Bearer ${fresh}`)).toEqual([401, 'TOKEN_EXPIRED']);
  });
});
