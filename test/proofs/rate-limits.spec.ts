import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, TEST_PASSWORD, type TestApp, type TestUser } from '../support/test-app.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

const MINUTE = 60_000;

describe('sign-ins that fail', () => {
  let app: TestApp;
  let user: TestUser;

  beforeAll(async () => {
    app = await startTestApp({ environment: { RATE_LOGINS_PER_ADDRESS: '20' } });
  });
  afterAll(() => app.close());

  const login = async (email: string, password = 'wrong password'): Promise<[number, string | null]> => {
    const { status, headers } = await app.login({ email, password });
    return [status, headers.get('retry-after')];
  };
  const statuses = async (email: string, times: number): Promise<number[]> => {
    const all: number[] = [];
    for (let tries = 0; tries < times; tries += 1) all.push((await login(email))[0]);
    return all;
  };
  const forget = (): Promise<unknown> => app.rows('delete from login_failures');

  it('are five of an account in 15 minutes, then also the right password waits', async () => {
    user = await app.createUser();
    expect(await statuses(user.email, 6)).toEqual([401, 401, 401, 401, 401, 429]);
    app.clock.advance(MINUTE);
    expect(await login(user.email, TEST_PASSWORD)).toEqual([429, String(14 * 60)]);
    app.clock.advance(14 * MINUTE);
    expect(await login(user.email, TEST_PASSWORD)).toEqual([200, null]);
    await forget();
  });

  it('count the same for an account that does not exist', async () => {
    expect(await statuses('nobody@example.com', 6)).toEqual([401, 401, 401, 401, 401, 429]);
    await forget();
  });

  it('are forgotten when the account signs in', async () => {
    user = await app.createUser();
    expect(await statuses(user.email, 4)).toEqual([401, 401, 401, 401]);
    expect((await login(user.email, TEST_PASSWORD))[0]).toBe(200);
    expect(await statuses(user.email, 4)).toEqual([401, 401, 401, 401]);
    await forget();
  });

  it('are no more than five of an account also when they come together', async () => {
    user = await app.createUser();
    const answers = await Promise.all(Array.from({ length: 18 }, () => login(user.email)));
    expect(answers.filter(([status]) => status === 401)).toHaveLength(5);
    expect(answers.filter(([status]) => status === 429)).toHaveLength(13);
    await forget();
  });

  it('are twenty from an address, whatever the account', async () => {
    const emails = Array.from({ length: 21 }, (_, index) => `guess${index}@example.com`);
    const all: number[] = [];
    for (const email of emails) all.push((await login(email))[0]);
    expect(all.filter((status) => status === 401)).toHaveLength(20);
    expect(all.at(-1)).toBe(429);
    await forget();
  });

  it('leave a trace each', async () => {
    user = await app.createUser();
    await statuses(user.email, 6);
    const [row] = await app.rows<{ count: number }>(
      `select count(*)::integer as count from audit_log where action = 'auth.login' and details->>'email' = $1`,
      [user.email],
    );
    expect(row?.count).toBe(6);
  });
});

describe('requests of one user', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { RATE_SENDS_PER_MINUTE: '3', RATE_NOT_FOUND_PER_MINUTE: '5' } });
  });
  afterAll(() => desk.close());

  it('send no more than their share, and others send on', async () => {
    const send = (token?: string): Promise<{ status: number; headers: Headers }> =>
      desk.send({ chatId: desk.chatId, message: 'hello' }, {}, token);
    const all: number[] = [];
    for (let tries = 0; tries < 3; tries += 1) all.push((await send()).status);
    expect(all).toEqual([200, 200, 200]);
    const before = await desk.sendTraces();
    const refused = await send();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-policy')).toBe('"sends";q=3;w=60');
    expect(await desk.sendTraces()).toEqual(before);
    const other = await desk.app.signedIn({ role: 'admin' });
    expect((await send(other.token)).status).toBe(200);
  });

  it('guess ids no more than five times a minute', async () => {
    const guesser = await desk.app.signedIn();
    const all: number[] = [];
    for (let id = 1; id <= 6; id += 1) {
      all.push((await desk.get(`/api/waba/operator/message-status/${900_000 + id}`, guesser.token)).status);
    }
    expect(all).toEqual([404, 404, 404, 404, 404, 429]);
    expect((await desk.get('/api/auth/me')).status).toBe(200);
  });
});

describe('guesses of the word of the webhook handshake', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('are sixty a minute from an address', async () => {
    const query = 'hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=guess';
    const all: number[] = [];
    // One more is given back each second meanwhile.
    while (!all.includes(429) && all.length < 600) {
      all.push((await app.call('GET', `/api/waba/webhook?${query}`)).status);
    }
    expect(new Set(all.slice(0, 60))).toEqual(new Set([403]));
    expect(all.at(-1)).toBe(429);
  });
});
