import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf, sortedStatuses } from '../support/code-of.js';
import { ApiAnswer, startTestApp, TEST_NOW, TEST_PASSWORD, TestApp, TestUser } from '../support/test-app.js';

type SignedIn = TestUser & { token: string };

const USER_KEYS = ['createdAt', 'disabled', 'email', 'id', 'name', 'role'];
const NEW_USER = { email: 'new@example.com', password: TEST_PASSWORD, name: 'Boris', role: 'operator' };

describe('/api/admin', () => {
  let test: TestApp;
  let admin: SignedIn;

  beforeAll(async () => {
    test = await startTestApp();
    admin = await test.signedIn({ role: 'admin', email: 'admin@example.com' });
  });

  afterAll(async () => {
    await test?.close();
  });

  const as = <T = Record<string, unknown>>(
    token: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<ApiAnswer<T>> =>
    test.call<T>(method, `/api/admin${path}`, { token, ...(body === undefined ? {} : { body }) });
  const asAdmin = <T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<ApiAnswer<T>> =>
    as<T>(admin.token, method, path, body);

  const auditOf = (requestedAction: string): Promise<Record<string, unknown>[]> =>
    test.rows('select * from audit_log where action = $1 order by id desc limit 1', [requestedAction]);

  describe('who may', () => {
    const ROUTES: [string, string, unknown][] = [
      ['POST', '/users', NEW_USER],
      ['GET', '/users', undefined],
      ['PATCH', '/users/1', { name: 'X' }],
      ['POST', '/channels', { name: 'X', phoneNumberId: '1', wabaId: '1' }],
      ['GET', '/channels', undefined],
      ['PATCH', '/channels/1', { name: 'X' }],
      ['GET', '/channels/1/members', undefined],
      ['PUT', '/channels/1/members/1', undefined],
      ['DELETE', '/channels/1/members/1', undefined],
    ];

    it.each(ROUTES)('%s %s is for admins alone', async (method, path, body) => {
      const before = await test.rows('select count(*) from users union all select count(*) from channels');
      for (const role of ['operator', 'supervisor'] as const) {
        const { token } = await test.signedIn({ role });
        expect(await codeOf(as(token, method, path, body))).toEqual([403, 'FORBIDDEN']);
      }
      const { status, body: problem } = await test.call(
        method,
        `/api/admin${path}`,
        body === undefined ? {} : { body },
      );
      expect([status, problem['code']]).toEqual([401, 'AUTH_REQUIRED']);
      const after = await test.rows('select count(*) - 2 as count from users union all select count(*) from channels');
      expect(after).toEqual(before);
    });
  });

  describe('POST users', () => {
    it('creates a user who can sign in', async () => {
      const { status, body, text } = await asAdmin('POST', '/users', { ...NEW_USER, email: 'Boris+1@EXAMPLE.com' });
      expect(status).toBe(201);
      expect(Object.keys(body).sort()).toEqual(USER_KEYS);
      expect(body).toMatchObject({
        email: 'boris+1@example.com',
        name: 'Boris',
        role: 'operator',
        disabled: false,
        createdAt: TEST_NOW,
      });
      expect(text).not.toMatch(/argon|hash|password/i);
      expect((await test.login({ email: 'boris+1@example.com', password: TEST_PASSWORD })).status).toBe(200);
      const [row] = await auditOf('user.created');
      expect(row).toMatchObject({
        actor_user_id: admin.id,
        object_type: 'user',
        object_id: String(body['id']),
        outcome: 'ok',
      });
      expect(row?.['details']).toEqual({ email: 'boris+1@example.com', role: 'operator' });
    });

    it('knows a taken email in any spelling, also of 5 at once', async () => {
      const emails = [
        'twin@example.com',
        'TWIN@example.com',
        'Twin@Example.Com',
        'twin@EXAMPLE.com',
        'tWin@example.com',
      ];
      const answers = await Promise.all(emails.map((email) => asAdmin('POST', '/users', { ...NEW_USER, email })));
      expect(sortedStatuses(answers)).toEqual([201, 409, 409, 409, 409]);
      expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'EMAIL_TAKEN' });
    });

    it.each([
      ['no email', { email: undefined }],
      ['an email with a space', { email: 'a b@example.com' }],
      ['an email of 300 characters', { email: `${'a'.repeat(300)}@example.com` }],
      ['no address', { email: 'anna' }],
      ['a password of 11 characters', { password: 'x'.repeat(11) }],
      ['a password of 1,025 bytes', { password: 'x'.repeat(1025) }],
      ['a blank name', { name: ' \u200b' }],
      ['a name with a NUL', { name: 'A\u0000' }],
      ['a name of 101 characters', { name: 'x'.repeat(101) }],
      ['an unknown role', { role: 'owner' }],
      ['a role that is a list', { role: ['admin'] }],
      ['an id', { id: 1 }],
      ['a hash', { passwordHash: 'x' }],
      ['disabled', { disabled: false }],
    ])('refuses %s', async (_, change) => {
      expect(await codeOf(asAdmin('POST', '/users', { ...NEW_USER, ...change }))).toEqual([400, 'VALIDATION']);
    });
  });

  describe('GET users', () => {
    interface Page {
      users: { id: number }[];
      nextCursor: string | null;
      prevCursor: string | null;
    }

    it('gives every user once, forwards and back', async () => {
      for (let index = 0; index < 5; index += 1) await test.createUser();
      const all = (await test.rows<{ id: number }>('select id from users order by id')).map(({ id }) => id);
      const pages: Page[] = [];
      for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)?.nextCursor ?? null) {
        pages.push((await asAdmin<Page>('GET', `/users?limit=3${cursor && `&cursor=${cursor}`}`)).body);
      }
      expect(pages.flatMap(({ users }) => users.map(({ id }) => id))).toEqual(all);
      expect(pages[0]?.prevCursor).toBeNull();
      for (let index = pages.length - 1; index > 0; index -= 1) {
        const { body } = await asAdmin<Page>('GET', `/users?limit=3&cursor=${pages[index]?.prevCursor}`);
        expect(body.users).toEqual(pages[index - 1]?.users);
      }
    });

    it('shows the keys of a user and nothing else', async () => {
      const { body, text } = await asAdmin<Page>('GET', '/users');
      expect(Object.keys(body).sort()).toEqual(['nextCursor', 'prevCursor', 'users']);
      for (const user of body.users) expect(Object.keys(user).sort()).toEqual(USER_KEYS);
      expect(text).not.toContain('argon2');
    });

    it.each([
      'limit=0',
      'limit=201',
      'limit=1e1',
      'limit=',
      'limit=1&limit=2',
      'cursor=x',
      'cursor=',
      'cursor[]=x',
      'sort=id',
    ])('refuses ?%s', async (query) => {
      expect(await codeOf(asAdmin('GET', `/users?${query}`))).toEqual([400, 'VALIDATION']);
    });
  });

  describe('PATCH users/:id', () => {
    it('changes role and name, in open sessions too', async () => {
      const user = await test.signedIn();
      const { status, body } = await asAdmin('PATCH', `/users/${user.id}`, { role: 'supervisor', name: 'Anna K.' });
      expect(status).toBe(200);
      expect(Object.keys(body).sort()).toEqual(USER_KEYS);
      expect(body).toMatchObject({ id: user.id, role: 'supervisor', name: 'Anna K.', disabled: false });
      expect((await test.call('GET', '/api/auth/me', { token: user.token })).body).toMatchObject({
        role: 'supervisor',
        name: 'Anna K.',
      });
      expect((await auditOf('user.updated'))[0]).toMatchObject({
        actor_user_id: admin.id,
        object_id: String(user.id),
        details: { role: 'supervisor', name: 'Anna K.' },
      });
    });

    it("ends a disabled user's sessions, and lets them in again only with a new one", async () => {
      const user = await test.createUser();
      const session = await test.session(user);
      const me = (): Promise<unknown[]> => codeOf(test.call('GET', '/api/auth/me', { token: session.accessToken }));
      expect((await me())[0]).toBe(200);
      expect((await asAdmin('PATCH', `/users/${user.id}`, { disabled: true })).body).toMatchObject({ disabled: true });
      expect(await me()).toEqual([401, 'TOKEN_REVOKED']);
      expect((await test.login(user)).status).toBe(401);
      expect((await asAdmin('PATCH', `/users/${user.id}`, { disabled: false })).body).toMatchObject({
        disabled: false,
      });
      expect(await me()).toEqual([401, 'TOKEN_REVOKED']);
      expect(
        await codeOf(test.call('POST', '/api/auth/refresh', { body: { refreshToken: session.refreshToken } })),
      ).toEqual([401, 'TOKEN_REVOKED']);
      expect((await test.login(user)).status).toBe(200);
    });

    it('sets a password and ends the sessions of the old one', async () => {
      const user = await test.signedIn();
      const password = 'another horse entirely';
      const { status, text } = await asAdmin('PATCH', `/users/${user.id}`, { password });
      expect(status).toBe(200);
      expect(text).not.toContain(password);
      expect(await codeOf(test.call('GET', '/api/auth/me', { token: user.token }))).toEqual([401, 'TOKEN_REVOKED']);
      expect((await test.login(user)).status).toBe(401);
      expect((await test.login({ ...user, password })).status).toBe(200);
      expect((await auditOf('user.updated'))[0]?.['details']).toEqual({ passwordReset: true });
    });

    it.each([
      { role: null },
      { disabled: 'yes' },
      { disabled: null },
      { password: 'short' },
      { email: 'x@example.com' },
      { id: 5 },
    ])('refuses %j', async (body) => {
      const user = await test.createUser();
      expect(await codeOf(asAdmin('PATCH', `/users/${user.id}`, body))).toEqual([400, 'VALIDATION']);
    });

    it('knows an unknown user from a wrong id', async () => {
      expect(await codeOf(asAdmin('PATCH', '/users/999999', { name: 'X' }))).toEqual([404, 'USER_NOT_FOUND']);
      for (const id of ['0', '-1', '1e1', '0x1', '01', 'abc', '9007199254740992', '%201', '+1']) {
        expect(await codeOf(asAdmin('PATCH', `/users/${id}`, { name: 'X' }))).toEqual([400, 'VALIDATION']);
      }
    });
  });

  describe('the last admin', () => {
    let own: TestApp;

    beforeAll(async () => {
      own = await startTestApp();
    });

    afterAll(async () => {
      await own?.close();
    });

    const patch = (token: string, id: number, body: unknown): Promise<ApiAnswer<Record<string, unknown>>> =>
      own.call('PATCH', `/api/admin/users/${id}`, { token, body });

    it('stays, whoever asks; and of two who remove each other at once one stays', async () => {
      const first = await own.signedIn({ role: 'admin' });
      const disabled = await own.createUser({ role: 'admin' });
      await own.rows('update users set disabled_at = now() where id = $1', [disabled.id]);
      for (const change of [{ disabled: true }, { role: 'supervisor' }]) {
        expect(await codeOf(patch(first.token, first.id, change))).toEqual([409, 'LAST_ADMIN']);
      }
      expect((await patch(first.token, first.id, { disabled: false, role: 'admin', name: 'Root' })).status).toBe(200);
      for (const change of [{ disabled: true }, { role: 'operator' }]) {
        const pair = [await own.signedIn({ role: 'admin' }), await own.signedIn({ role: 'admin' })] as const;
        await own.rows(`update users set role = 'operator' where not (id = any($1))`, [pair.map(({ id }) => id)]);
        await Promise.all([patch(pair[0].token, pair[1].id, change), patch(pair[1].token, pair[0].id, change)]);
        const left = await own.rows(`select id from users where role = 'admin' and disabled_at is null`);
        expect(left).toHaveLength(1);
      }
    });
  });
});
