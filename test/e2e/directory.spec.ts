import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiAnswer, startTestApp, type TestApp, type TestUser } from '../support/test-app.js';

type Caller = TestUser & { token: string };

describe('the directory', () => {
  let app: TestApp;
  let channels: { id: number }[];
  let admin: Caller;
  let supervisor: Caller;
  let anna: Caller;
  let boris: Caller;
  let alone: Caller;

  beforeAll(async () => {
    app = await startTestApp();
    admin = await app.signedIn({ role: 'admin', email: 'boss@example.com' });
    const created = [
      await app.createChannel({ name: 'First', wabaAccessToken: 'EAAGsecret0123456789' }),
      await app.createChannel({ name: 'Second', accessPolicy: 'own_and_unassigned' }),
      await app.createChannel({ name: 'Third' }),
    ];
    channels = created;
    // The fixture makes a channel as an admin of its own.
    await app.rows(`update users set disabled_at = now() where role = 'admin' and id <> $1`, [admin.id]);
    supervisor = await app.signedIn({ role: 'supervisor' });
    anna = await app.signedIn();
    boris = await app.signedIn();
    alone = await app.signedIn();
    const gone = await app.createUser();
    const members: [number, TestUser][] = [
      [0, supervisor],
      [1, supervisor],
      [0, anna],
      [1, boris],
      [0, gone],
    ];
    for (const [index, user] of members) await app.addMember(channelAt(index), user);
    await app.rows('update users set disabled_at = now() where id = $1', [gone.id]);
    await app.rows('update channels set paused_at = now() where id = $1', [channelAt(1).id]);
  });
  afterAll(() => app.close());

  function channelAt(index: number): { id: number } {
    const channel = channels[index];
    if (channel === undefined) throw new Error(`no channel ${index}`);
    return channel;
  }

  async function idsOf(noun: 'channels' | 'operators', caller: Caller, query = ''): Promise<number[]> {
    const path = `/api/waba/operator/${noun}?${query}`;
    const { status, body, text } = await app.call<Record<string, { id: number }[]>>('GET', path, {
      token: caller.token,
    });
    if (status !== 200) throw new Error(text);
    return (body[noun] ?? []).map(({ id }) => id);
  }

  it('names the channels one works in, of an admin all', async () => {
    const ids = channels.map(({ id }) => id);
    expect(await idsOf('channels', admin)).toEqual(ids);
    expect(await idsOf('channels', supervisor)).toEqual(ids.slice(0, 2));
    expect(await idsOf('channels', anna)).toEqual(ids.slice(0, 1));
    expect(await idsOf('channels', alone)).toEqual([]);
  });

  it('says of a channel what operators need and nothing secret', async () => {
    const { body, text } = await app.call<{ channels: object[] }>('GET', '/api/waba/operator/channels', supervisor);
    expect(text).not.toMatch(/EAAG|encrypted|wabaId/i);
    expect(body.channels).toEqual([
      {
        id: channelAt(0).id,
        name: 'First',
        phoneNumberId: expect.stringMatching(/^\d+$/),
        accessPolicy: 'all_chats',
        paused: false,
        hasAccessToken: true,
        reach: { used: 0, limit: null, resetsAt: null },
      },
      {
        id: channelAt(1).id,
        name: 'Second',
        phoneNumberId: expect.stringMatching(/^\d+$/),
        accessPolicy: 'own_and_unassigned',
        paused: true,
        hasAccessToken: false,
        reach: { used: 0, limit: null, resetsAt: null },
      },
    ]);
  });

  it('names whom chats can be given to: who works in a channel of the caller', async () => {
    expect(await idsOf('operators', anna)).toEqual([admin.id, supervisor.id, anna.id]);
    expect(await idsOf('operators', supervisor)).toEqual([admin.id, supervisor.id, anna.id, boris.id]);
    expect(await idsOf('operators', admin)).toEqual([admin.id, supervisor.id, anna.id, boris.id, alone.id]);
    expect(await idsOf('operators', alone)).toEqual([]);
  });

  it('names of one channel its members and the admins, and nobody of a foreign one', async () => {
    const [first, second] = [`channel=${channelAt(0).id}`, `channel=${channelAt(1).id}`];
    expect(await idsOf('operators', anna, first)).toEqual([admin.id, supervisor.id, anna.id]);
    expect(await idsOf('operators', supervisor, second)).toEqual([admin.id, supervisor.id, boris.id]);
    expect(await idsOf('operators', admin, `channel=${channelAt(2).id}`)).toEqual([admin.id]);
    expect(await idsOf('operators', anna, second)).toEqual([]);
    expect(await idsOf('operators', admin, 'channel=999')).toEqual([]);
  });

  it('says of an operator no more than name, email and role', async () => {
    const { body } = await app.call<{ operators: object[] }>('GET', '/api/waba/operator/operators', anna);
    const { id, name, email, role } = anna;
    expect(body.operators.at(-1)).toEqual({ id, name, email, role });
  });

  it.each(['channels', 'operators'] as const)('pages through %s', async (noun) => {
    const seen: number[] = [];
    let path: string | undefined = `/api/waba/operator/${noun}?limit=1`;
    while (path !== undefined) {
      const { headers, body }: ApiAnswer<Record<string, { id: number }[]>> = await app.call('GET', path, admin);
      seen.push(...(body[noun] ?? []).map(({ id }) => id));
      expect(headers.get('event-id')).toMatch(/^[\w-]+$/);
      path = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(await idsOf(noun, admin));
    expect(seen.length).toBeGreaterThan(2);
  });

  it.each(['limit=0', 'limit=101', 'cursor=abc', 'cursor=', 'role=admin'])('refuses ?%s', async (query) => {
    for (const noun of ['channels', 'operators']) {
      const { status, body } = await app.call('GET', `/api/waba/operator/${noun}?${query}`, { token: anna.token });
      expect([status, body['code']]).toEqual([400, 'VALIDATION']);
    }
  });

  it.each(['channel=0', 'channel=x', 'channel=1&channel=2'])('refuses operators?%s', async (query) => {
    const { status } = await app.call('GET', `/api/waba/operator/operators?${query}`, { token: anna.token });
    expect(status).toBe(400);
  });
});

describe('GET unread', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('counts nothing for who sees nothing, and costs a 304 while nothing changes', async () => {
    const user = await app.signedIn();
    const ask = (etag = ''): ReturnType<TestApp['call']> =>
      app.call('GET', '/api/waba/operator/unread', { token: user.token, headers: { 'if-none-match': etag } });
    const nothing = { chats: 0, messages: 0 };
    const { body, headers } = await ask();
    expect(body).toEqual({ ...nothing, mine: nothing, unassigned: nothing });
    const etag = headers.get('etag') ?? '';
    expect((await ask(etag)).status).toBe(304);

    const channel = await app.createChannel();
    await app.addMember(channel, user);
    const [customer] = await app.rows<{ id: number }>('insert into customers default values returning id');
    await app.rows(
      `insert into chats (channel_id, customer_id, status, unread_count, assignee_id, created_at, updated_at)
       values ($1, $2, 'closed', 3, $3, now(), now())`,
      [channel.id, customer?.id, user.id],
    );
    const changed = await ask(etag);
    const three = { chats: 1, messages: 3 };
    expect([changed.status, changed.body]).toEqual([200, { ...three, mine: three, unassigned: nothing }]);
  });
});
