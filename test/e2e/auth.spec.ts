import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { codeOf, sortedStatuses } from '../support/code-of.js';
import { pollUntil } from '../support/poll.js';
import { ApiAnswer, startTestApp, TEST_PASSWORD, TestApp } from '../support/test-app.js';
import { forgeToken, readClaims } from '../support/token-forge.js';

const ME = '/api/auth/me';

type Answer = Promise<ApiAnswer<Record<string, unknown>>>;

describe('/api/auth', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await startTestApp();
  });

  afterAll(async () => {
    await test?.close();
  });

  const login = (body: unknown): Answer => test.call('POST', '/api/auth/login', { body });
  const refresh = (refreshToken: unknown): Answer => test.call('POST', '/api/auth/refresh', { body: { refreshToken } });
  const me = async (token: string): Promise<number> => (await test.call('GET', ME, { token })).status;

  /** The newest audit rows of an action, without what varies. */
  async function audited(action: string): Promise<Record<string, unknown>[]> {
    const rows = await test.rows('select * from audit_log where action = $1 order by id desc limit 5', [action]);
    return rows.map(({ id: _id, ...row }) => row);
  }

  describe('POST refresh', () => {
    it('gives the next pair, and each refresh token works once (L12)', async () => {
      const user = await test.createUser();
      const first = (await test.login(user)).body;
      const second = await refresh(first.refreshToken);
      expect(second.status).toBe(200);
      expect(Object.keys(second.body).sort()).toEqual(['accessToken', 'expiresIn', 'refreshToken', 'user']);
      expect(second.body['user']).toEqual(first.user);
      expect(await me(String(second.body['accessToken']))).toBe(200);
      // Somebody comes with the old one: it or the new one was stolen.
      expect(await codeOf(refresh(first.refreshToken))).toEqual([401, 'TOKEN_REVOKED']);
      expect(await codeOf(refresh(second.body['refreshToken']))).toEqual([401, 'TOKEN_REVOKED']);
      expect(await me(String(second.body['accessToken']))).toBe(401);
      expect(await me(first.accessToken)).toBe(401);
      const [row] = await audited('auth.refresh_reuse');
      expect(row).toMatchObject({
        object_type: 'session',
        outcome: 'denied',
        ip: '127.0.0.1',
        details: { userId: user.id },
      });
    });

    it('L13: lets one of 20 at once through, and ends the session', async () => {
      const { refreshToken } = await test.session(await test.createUser());
      const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refreshToken)));
      expect(sortedStatuses(answers)).toEqual([200, ...Array<number>(19).fill(401)]);
      const winner = answers.find(({ status }) => status === 200);
      expect(await codeOf(refresh(winner?.body['refreshToken']))).toEqual([401, 'TOKEN_REVOKED']);
      expect(await me(String(winner?.body['accessToken']))).toBe(401);
    });

    it('L14: takes no access token, and nothing else that is no refresh token', async () => {
      const { accessToken, refreshToken } = await test.session(await test.createUser());
      const claims = readClaims(refreshToken);
      const secret = test.config.jwtSecret;
      for (const token of [
        accessToken,
        'garbage',
        `${refreshToken}x`,
        forgeToken({ alg: 'none' }, claims),
        forgeToken({ alg: 'HS512' }, claims, { secret, hash: 'sha512' }),
        forgeToken({ alg: 'HS256', crit: ['x'] }, claims, { secret }),
        forgeToken({ alg: 'HS256' }, { ...claims, gen: undefined }, { secret }),
        forgeToken({ alg: 'HS256' }, { ...claims, aud: 'operator-api' }, { secret }),
        forgeToken({ alg: 'HS256' }, 'null', { secret }),
      ]) {
        expect(await codeOf(refresh(token))).toEqual([401, 'TOKEN_INVALID']);
      }
      for (const token of [null, 5, {}, [refreshToken], '', undefined]) {
        expect(await codeOf(refresh(token))).toEqual([400, 'VALIDATION']);
      }
      expect((await refresh(refreshToken)).status).toBe(200);
    });

    it('gives nothing to a disabled user', async () => {
      const user = await test.createUser();
      const { refreshToken } = await test.session(user);
      await test.rows('update users set disabled_at = now() where id = $1', [user.id]);
      expect(await codeOf(refresh(refreshToken))).toEqual([401, 'TOKEN_REVOKED']);
    });
  });

  describe('POST logout', () => {
    it('L15: ends this session and no other', async () => {
      const user = await test.createUser();
      const [one, other] = [await test.session(user), await test.session(user)];
      expect((await test.call('POST', '/api/auth/logout', { token: one.accessToken })).status).toBe(204);
      expect(await codeOf(test.call('GET', ME, { token: one.accessToken }))).toEqual([401, 'TOKEN_REVOKED']);
      expect(await codeOf(refresh(one.refreshToken))).toEqual([401, 'TOKEN_REVOKED']);
      expect(await me(other.accessToken)).toBe(200);
      expect((await refresh(other.refreshToken)).status).toBe(200);
      expect((await audited('auth.logout'))[0]).toMatchObject({ actor_user_id: user.id, outcome: 'ok' });
    });

    it('is closed to strangers', async () => {
      expect(await codeOf(test.call('POST', '/api/auth/logout'))).toEqual([401, 'AUTH_REQUIRED']);
    });
  });

  describe('POST password', () => {
    const NEW_PASSWORD = 'a new horse entirely';
    const change = (token: string, body: unknown): Answer => test.call('POST', '/api/auth/password', { token, body });

    it('changes it, keeps this session and ends the others', async () => {
      const user = await test.createUser();
      const [own, other] = [await test.session(user), await test.session(user)];
      const body = { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD };
      expect((await change(own.accessToken, body)).status).toBe(204);
      expect(await me(own.accessToken)).toBe(200);
      expect((await refresh(own.refreshToken)).status).toBe(200);
      expect(await codeOf(test.call('GET', ME, { token: other.accessToken }))).toEqual([401, 'TOKEN_REVOKED']);
      expect((await test.login(user)).status).toBe(401);
      expect((await test.login({ ...user, password: NEW_PASSWORD })).status).toBe(200);
      expect((await audited('auth.password_changed'))[0]).toMatchObject({
        actor_user_id: user.id,
        outcome: 'ok',
        details: {},
      });
    });

    it('asks for the present one, and for a new one that is good enough', async () => {
      const user = await test.signedIn();
      const wrong = { currentPassword: 'wrong horse battery', newPassword: NEW_PASSWORD };
      expect(await codeOf(change(user.token, wrong))).toEqual([401, 'INVALID_CREDENTIALS']);
      expect((await audited('auth.password_changed'))[0]).toMatchObject({ actor_user_id: user.id, outcome: 'denied' });
      for (const newPassword of ['short', 'x'.repeat(1025), '', null, 5]) {
        expect(await codeOf(change(user.token, { currentPassword: TEST_PASSWORD, newPassword }))).toEqual([
          400,
          'VALIDATION',
        ]);
      }
      expect((await test.login(user)).status).toBe(200);
    });

    it('lets one of two changes at once win', async () => {
      const user = await test.signedIn();
      const bodies = ['first new horse!', 'second new horse'].map((newPassword) => ({
        currentPassword: TEST_PASSWORD,
        newPassword,
      }));
      const answers = await Promise.all(bodies.map((body) => change(user.token, body)));
      expect(sortedStatuses(answers)).toEqual([204, 401]);
    });
  });

  it('answers 503 while the database is away, and never from memory', async () => {
    const { token } = await test.signedIn();
    expect(await me(token)).toBe(200);
    const admin = new Client({ connectionString: process.env['TEST_DATABASE_ADMIN_URL'] });
    await admin.connect();
    const database = new URL(test.config.databaseUrl).pathname.slice(1);
    try {
      await admin.query(`alter database ${database} with allow_connections false`);
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [database]);
      const away = await pollUntil(
        () => test.call('GET', ME, { token }),
        ({ status }) => status !== 200,
      );
      expect([away.status, away.body['code'], away.headers.get('retry-after')]).toEqual([503, 'DB_UNAVAILABLE', '5']);
      expect(await codeOf(login({ email: 'a@example.com', password: 'x' }))).toEqual([503, 'DB_UNAVAILABLE']);
    } finally {
      await admin.query(`alter database ${database} with allow_connections true`);
      await admin.end();
    }
    expect(
      await pollUntil(
        () => me(token),
        (status) => status === 200,
      ),
    ).toBe(200);
  });

  it('ends a session 30 days after its last refresh', async () => {
    const { refreshToken } = await test.session(await test.createUser());
    test.clock.advance(29 * 86_400_000);
    const next = await refresh(refreshToken);
    expect(next.status).toBe(200);
    test.clock.advance(30 * 86_400_000 + 30_000);
    expect(await codeOf(refresh(next.body['refreshToken']))).toEqual([401, 'TOKEN_EXPIRED']);
  });
});
