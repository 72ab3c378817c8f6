import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeEventPosition } from '../../src/events/domain/event-position.js';
import { inboundValue, startTestDesk, type TestDesk, textMessage } from '../support/test-desk.js';

const CHATS = '/api/waba/operator/chats';

interface ListAnswer {
  chats: { id: number; unreadCount: number; lastActivityAt: string; customer: { phone: string } }[];
  nextCursor: string | null;
  prevCursor: string | null;
  code?: string;
  errors?: { field: string; code: string }[];
}

const encoded = (parameters: Record<string, string>): string => new URLSearchParams(parameters).toString();
const raw = (text: string): string => Buffer.from(text).toString('base64url');

describe('GET chats', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
    for (let number = 1; number <= 12; number += 1) await writes(number, 'Здравствуйте');
    await desk.settled();
  });
  afterAll(() => desk.close());

  /** A message of the customer of that number, a second after the one before. */
  async function writes(number: number, text: string): Promise<void> {
    desk.app.clock.advance(1_000);
    const from = `7702000${String(1000 + number)}`;
    const now = desk.app.clock.now().getTime();
    const message = { ...textMessage(`wamid.list-${number}-${now}`, text, now), from };
    const status = await desk.postValues(inboundValue([message], { profile: { name: `№ ${number}` }, wa_id: from }));
    if (status !== 200) throw new Error(`the webhook answered ${status}`);
  }

  async function list(query = '', token = desk.operator.token): Promise<ListAnswer> {
    const { status, body, text } = await desk.get<ListAnswer>(`${CHATS}?${query}`, token);
    if (status !== 200) throw new Error(text);
    return body;
  }

  it('shows each chat as GET chat/:id does, newest activity first', async () => {
    const { chats, nextCursor, prevCursor } = await list();
    expect(chats).toHaveLength(13);
    expect([nextCursor, prevCursor]).toEqual([null, null]);
    const times = chats.map(({ lastActivityAt }) => lastActivityAt);
    expect(times).toEqual([...times].sort().reverse());
    const { body: one } = await desk.get(`/api/waba/operator/chat/${chats[0]?.id}`);
    expect(chats[0]).toEqual(one);
  });

  it('leads to the next page by Link, with the filters it was asked for', async () => {
    const { headers, body } = await desk.get<ListAnswer>(`${CHATS}?limit=2&status=open&${encoded({ search: '№ 1' })}`);
    const [, path = ''] = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '') ?? [];
    const { body: next } = await desk.get<ListAnswer>(path);
    expect(body.chats.map(({ customer }) => customer.phone)).toEqual(['77020001012', '77020001011']);
    expect(next.chats.map(({ customer }) => customer.phone)).toEqual(['77020001010', '77020001001']);
    expect((await desk.get(`${CHATS}?limit=100`)).headers.get('link')).toBeNull();
  });

  it('shows nobody twice and leaves out none while messages arrive', async () => {
    const before = (await list()).chats.map(({ id }) => id);
    const seen: number[] = [];
    let page = await list('limit=3');
    for (let step = 0; ; step += 1) {
      seen.push(...page.chats.map(({ id }) => id));
      if (page.nextCursor === null) break;
      // One who was shown already, and one who is new, move before everybody.
      await writes(12 - step, 'Ещё вопрос');
      await writes(100 + step, 'Добрый день');
      await desk.settled();
      page = await list(`limit=3&cursor=${page.nextCursor}`);
    }
    expect(seen).toEqual(before);
  });

  it('finds on the first page who moved up from below the cursor', async () => {
    const first = await list('limit=3');
    const lowest = (await list('limit=100')).chats.at(-1);
    const phone = lowest?.customer.phone ?? '';
    desk.app.clock.advance(1_000);
    const now = desk.app.clock.now().getTime();
    await desk.postValues(
      inboundValue([{ ...textMessage('wamid.moved', 'Я здесь', now), from: phone }], { wa_id: phone }),
    );
    await desk.settled();
    const rest = await list(`limit=100&cursor=${first.nextCursor}`);
    expect(rest.chats.map(({ id }) => id)).not.toContain(lowest?.id);
    expect((await list('limit=1')).chats[0]?.id).toBe(lowest?.id);
    // And going back up from the page below leads to them.
    expect((await list(`limit=100&cursor=${rest.prevCursor}`)).chats[0]?.id).toBe(lowest?.id);
  });

  it('takes a cursor with other filters: it is only a place', async () => {
    const { nextCursor, chats } = await list('limit=2');
    const closed = await list(`status=closed&cursor=${nextCursor}`);
    expect(closed.chats).toEqual([]);
    const same = await list(`status=open&limit=2&cursor=${nextCursor}`);
    expect(same.chats.map(({ id }) => id)).not.toEqual(chats.map(({ id }) => id));
    expect(same.chats).toHaveLength(2);
  });

  it('answers twenty callers at once alike', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => desk.get(`${CHATS}?limit=5`)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  });

  it('costs a 304 while nothing changes', async () => {
    const { headers } = await desk.get(CHATS);
    const again = (): ReturnType<typeof desk.app.call> =>
      desk.app.call('GET', CHATS, {
        token: desk.operator.token,
        headers: { 'if-none-match': headers.get('etag') ?? '' },
      });
    const same = await again();
    expect([same.status, same.text]).toEqual([304, '']);
    expect(decodeEventPosition(same.headers.get('event-id') ?? '')).toBeDefined();
    await writes(3, 'Уже здесь');
    await desk.settled();
    expect((await again()).status).toBe(200);
  });

  it.each([
    ['limit=0', 'limit', 'INTEGER'],
    ['limit=101', 'limit', 'INTEGER'],
    ['limit=1e1', 'limit', 'INTEGER'],
    ['limit=5&limit=6', 'limit', 'INTEGER'],
    ['cursor=', 'cursor', 'CURSOR'],
    ['cursor=abc', 'cursor', 'CURSOR'],
    [`cursor=${raw('after:5')}`, 'cursor', 'CURSOR'],
    [`cursor=${raw('after:1:1')}%3D`, 'cursor', 'CURSOR'],
    [`cursor=${raw("after:1:1' or 1=1--")}`, 'cursor', 'CURSOR'],
    ['cursor[after]=1', 'cursor[after]', 'UNKNOWN'],
    ['assignee=', 'assignee', 'ASSIGNEE'],
    ['assignee=null', 'assignee', 'ASSIGNEE'],
    ['assignee=0', 'assignee', 'ASSIGNEE'],
    ['assignee=9007199254740992', 'assignee', 'ASSIGNEE'],
    ['assignee=me&assignee=me', 'assignee', 'ASSIGNEE'],
    ['unread=false', 'unread', 'ENUM'],
    ['unread=1', 'unread', 'ENUM'],
    ['status=Open', 'status', 'ENUM'],
    ['label=-1', 'label', 'INTEGER'],
    ['label=VIP', 'label', 'INTEGER'],
    ['channel=9007199254740992', 'channel', 'INTEGER'],
    ['windowClosingWithin=0', 'windowClosingWithin', 'INTEGER'],
    ['windowClosingWithin=1441', 'windowClosingWithin', 'INTEGER'],
    ['search=', 'search', 'TEXT'],
    ['search=%20%E2%80%8B', 'search', 'TEXT'],
    ['search=a%00b', 'search', 'CHARACTERS'],
    [`search=${'ы'.repeat(101)}`, 'search', 'LENGTH'],
    ['search=a&search=b', 'search', 'TEXT'],
    ['userId=1', 'userId', 'UNKNOWN'],
    ['sort=id', 'sort', 'UNKNOWN'],
  ])('refuses ?%s', async (query, field, code) => {
    const { status, body } = await desk.get<ListAnswer>(`${CHATS}?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'VALIDATION', errors: [{ field, code }] });
  });

  it.each([
    `'; DROP TABLE chats; --`,
    `<script>alert(1)</script>`,
    '{{7*7}}',
    '%s%n',
    '%',
    '_',
    '\\',
    '%\\',
    '"quoted"',
    "O'Neil",
    '👩‍👩‍👧‍👦',
    '\u202eallo',
    'e\u0301',
    '\r\nX-Injected: 1',
    '漢字',
    'ы'.repeat(100),
    '😀'.repeat(100),
    '+',
    '9'.repeat(100),
  ])('finds nobody by %j and takes it for a text', async (search) => {
    const { chats } = await list(encoded({ search }));
    expect(chats).toEqual([]);
  });

  it.each([
    [{ search: '№ 12' }, ['77020001012']],
    [{ search: ' +7 (702) 000-10-12 ' }, ['77020001012']],
    [{ search: '0001012' }, ['77020001012']],
  ])('finds by %j', async (query, phones) => {
    expect((await list(encoded(query))).chats.map(({ customer }) => customer.phone)).toEqual(phones);
  });

  it('finds among more namesakes than are looked up first', async () => {
    const [shown] = (await list('limit=1')).chats;
    await desk.app.rows(
      `with crowd as (insert into customers (profile_name) select 'Толпа ' || number from generate_series(1, 1001) number returning id)
       insert into customer_identities (customer_id, kind, value) select id, 'wa_id', '7999' || (1000000 + id) from crowd`,
    );
    await desk.app.rows(
      `update customers set name = 'Первая в ТОЛПЕ' where id = (select customer_id from chats where id = $1)`,
      [shown?.id],
    );
    await desk.app.rows(
      `insert into chats (channel_id, customer_id, created_at, updated_at)
       select channel_id, (select max(id) from customers), created_at, created_at from chats where id = $1`,
      [shown?.id],
    );
    const [byNumber, byName] = await Promise.all(['7999', 'толп'].map((search) => list(encoded({ search }))));
    expect(byNumber?.chats.map(({ customer }) => customer.phone.slice(0, 4))).toEqual(['7999']);
    expect(byName?.chats).toHaveLength(2);
    expect(byName?.chats.map(({ id }) => id)).toContain(shown?.id);
  });

  it('leaves out a chat that was merged into another, also from the badge', async () => {
    const { body: before } = await desk.get<{ chats: number }>('/api/waba/operator/unread');
    const [first, second] = (await list('limit=2&unread=true')).chats;
    await desk.app.rows('update chats set merged_into = $2 where id = $1', [first?.id, second?.id]);
    expect((await list()).chats.map(({ id }) => id)).not.toContain(first?.id);
    const { body: after } = await desk.get<{ chats: number }>('/api/waba/operator/unread');
    expect(after.chats).toBe(before.chats - 1);
  });
});

describe('Event-Id', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  it('stands before a change that is under way while the list is read', async () => {
    const runner = desk.app.dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      const insert = `insert into events (type, occurred_at, channel_id, chat_id) values ('chat.updated', now(), 1, $1) returning tx::text as tx, id`;
      const [open]: { tx: string; id: number }[] = await runner.query(insert, [desk.chatId]);
      // Another one, finished meanwhile, with a higher transaction number.
      await desk.app.rows(insert, [desk.chatId]);
      for (const path of [CHATS, `/api/waba/operator/chat/${desk.chatId}/messages`]) {
        const { headers } = await desk.get(path);
        const position = decodeEventPosition(headers.get('event-id') ?? '');
        expect(position?.id).toBe(0);
        expect(position !== undefined && position.tx <= BigInt(open?.tx ?? '0')).toBe(true);
      }
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  });

  it('stands behind what the list shows once all is finished', async () => {
    await desk.send({ chatId: desk.chatId, message: 'Здравствуйте' });
    await desk.app.rows('select pg_current_xact_id()');
    const { headers } = await desk.get(CHATS);
    const position = decodeEventPosition(headers.get('event-id') ?? '');
    const [row] = await desk.app.rows<{ latest: string }>(
      `select tx::text as latest from events where type = 'message.queued' order by tx desc limit 1`,
    );
    expect(position !== undefined && position.tx > BigInt(row?.latest ?? 'none')).toBe(true);
  });

  it('is not on a refusal', async () => {
    const { status, headers } = await desk.get(`${CHATS}?limit=0`);
    expect([status, headers.get('event-id')]).toEqual([400, null]);
  });
});
