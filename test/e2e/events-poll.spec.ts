import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventFeed } from '../../src/realtime/event-feed.service.js';
import { EventsDesk } from '../support/events-desk.js';
import { startTestApp, type TestApp, type TestUser } from '../support/test-app.js';
import { until } from '../support/test-desk.js';

const TTL_SECONDS = 3_600;

type Caller = TestUser & { token: string };

describe('a poll that waits', () => {
  let app: TestApp;
  let doors: EventsDesk;
  let admin: Caller;
  let channelId: number;
  let chatId: number;

  beforeAll(async () => {
    app = await startTestApp({ environment: { ACCESS_TOKEN_TTL: String(TTL_SECONDS) } });
    doors = new EventsDesk(app);
    admin = await app.signedIn({ role: 'admin' });
    channelId = (await app.createChannel()).id;
    chatId = await doors.chat(channelId);
  });
  afterAll(() => app.close());

  const asAdmin = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const answer = await app.call(method, `/api/admin/${path}`, { token: admin.token, body });
    if (answer.status >= 300) throw new Error(answer.text);
    return answer.body;
  };

  /** A poll that is under way, and has found nothing yet. */
  const waiting = async (token: string): Promise<{ answer: ReturnType<EventsDesk['poll']> }> => {
    const feed = app.app.get(EventFeed, { strict: false });
    const start = await doors.now(token);
    const before = feed.openStreams;
    const answer = doors.poll(token, `?after=${start}&wait=25`);
    await until(async () => feed.openStreams > before);
    return { answer };
  };

  const keyOf = async (user: Caller): Promise<{ id: number; key: string }> =>
    (await asAdmin('POST', 'api-keys', { name: 'CRM', userId: user.id, scopes: ['chats:read'] })) as never;

  it.each<[what: string, begin: (user: Caller) => Promise<{ token: string; end: () => Promise<unknown> }>]>([
    [
      'session',
      async ({ token }) => ({ token, end: async () => app.call('POST', '/api/auth/logout', { token, body: {} }) }),
    ],
    [
      'API key',
      async (user) => {
        const { id, key } = await keyOf(user);
        return { token: key, end: () => asAdmin('DELETE', `api-keys/${id}`) };
      },
    ],
    ['user', async ({ id, token }) => ({ token, end: () => asAdmin('PATCH', `users/${id}`, { disabled: true }) })],
    [
      'user, whose key it came with,',
      async (user) => ({
        token: (await keyOf(user)).key,
        end: () => asAdmin('PATCH', `users/${user.id}`, { disabled: true }),
      }),
    ],
  ])('is answered 401 and no events where its %s has ended meanwhile', async (_, begin) => {
    const { token, end } = await begin(await doors.operator(channelId));
    const { answer } = await waiting(token);
    await end();
    await doors.append([doors.updated(channelId, chatId)]);
    const { status, body, headers } = await answer;
    expect([status, body]).toEqual([401, expect.objectContaining({ code: 'TOKEN_REVOKED', status: 401 })]);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('is answered events where its session holds', async () => {
    const { token } = await doors.operator(channelId);
    const { answer } = await waiting(token);
    await doors.append([doors.updated(channelId, chatId)]);
    const { status, body } = await answer;
    expect([status, body.events.map((event) => event.chatId)]).toEqual([200, [chatId]]);
  });

  it('is answered 401 where its access token has expired meanwhile', async () => {
    const { token } = await doors.operator(channelId);
    const { answer } = await waiting(token);
    app.clock.advance(TTL_SECONDS * 1_000);
    await doors.append([doors.updated(channelId, chatId)]);
    expect((await answer).body).toMatchObject({ code: 'TOKEN_EXPIRED' });
  });
});
