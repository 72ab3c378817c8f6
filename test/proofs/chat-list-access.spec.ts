import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../src/auth/domain/role.js';
import { startTestApp, TEST_NOW, type TestApp } from '../support/test-app.js';

interface Caller {
  id: number;
  role: Role;
  channels: readonly number[];
  token: string;
}

interface ModelChat {
  id: number;
  channel: number;
  assignee: number | null;
  status: 'open' | 'closed';
  unread: number;
  activity: number;
  lastInbound: number | null;
  windowClosed: number | null;
  labels: readonly number[];
  name: string;
  phone: string;
}

interface ListAnswer {
  chats: { id: number }[];
  nextCursor: string | null;
  prevCursor: string | null;
}

/** Which chats a filter keeps, as a person would say it. */
type Filter = [query: string, keeps: (chat: ModelChat, caller: Caller) => boolean];

const NOW = Date.parse(TEST_NOW);
const HOUR = 3_600_000;
const NAMES = ['Айгуль', 'АЙДА', 'Ерлан 100%', 'a_b', 'Ёлка', 'O’Neil', 'C:\\Users', '😀 Марат', 'Жаңа Қала'];
/** The same world in every run. */
const dice = generator(20_261_122);

const all = (): boolean => true;
const FILTERS: Filter[] = [
  ['', all],
  ['assignee=me', (chat, caller) => chat.assignee === caller.id],
  ['assignee=unassigned', (chat) => chat.assignee === null],
  ['assignee=3', (chat) => chat.assignee === 3],
  ['assignee=999', () => false],
  ['unread=true', (chat) => chat.unread > 0],
  ['status=open', (chat) => chat.status === 'open'],
  ['status=closed', (chat) => chat.status === 'closed'],
  ['label=1', (chat) => chat.labels.includes(1)],
  ['label=999', () => false],
  ['channel=2', (chat) => chat.channel === 2],
  ['channel=999', () => false],
  ['windowClosingWithin=120', closesWithin(2 * HOUR)],
  ['windowClosingWithin=1440', closesWithin(24 * HOUR)],
  [search('ай'), (chat) => chat.name.toLowerCase().includes('ай')],
  [search('ҚАЛА'), (chat) => chat.name.includes('Қала')],
  [search('%'), (chat) => chat.name.includes('%')],
  [search('_'), (chat) => chat.name.includes('_')],
  [search('\\u'), (chat) => chat.name.includes('\\U')],
  [search('😀'), (chat) => chat.name.includes('😀')],
  [search('+7 (701) 00-0'), (chat) => chat.phone.includes('7701000')],
  [
    'assignee=unassigned&unread=true&status=open',
    (chat) => !chat.assignee && chat.unread > 0 && chat.status === 'open',
  ],
  [`label=2&channel=3&${search('а')}`, (chat) => chat.labels.includes(2) && chat.channel === 3 && /а/i.test(chat.name)],
];

describe('GET chats, whoever asks', () => {
  let app: TestApp;
  let chats: ModelChat[];
  let callers: Caller[];

  beforeAll(async () => {
    app = await startTestApp();
    callers = await makePeople(app);
    chats = Array.from({ length: 90 }, (_, index) => randomChat(index + 1));
    await insertChats(app, chats);
  });
  afterAll(() => app.close());

  it.each(FILTERS)('shows with "%s" what the model says, each once and in order', async (query, keeps) => {
    let shown = 0;
    for (const caller of callers) {
      const expected = chats.filter((chat) => sees(caller, chat) && keeps(chat, caller)).sort(byActivity);
      const limit = 3 + dice(9);
      const pages = await pagesOf(app, caller, `limit=${limit}&${query}`);
      expect(pages.down).toEqual(expected.map(({ id }) => id));
      expect(pages.up).toEqual(pages.down.slice(0, pages.down.length - pages.lastPage));
      shown += expected.length;
    }
    expect(shown > 0).toBe(!query.includes('999'));
  });

  it('counts for the badge what the list shows', async () => {
    for (const caller of callers) {
      const unread = chats.filter((chat) => sees(caller, chat) && chat.unread > 0);
      const count = (some: ModelChat[]): object => ({
        chats: some.length,
        messages: some.reduce((sum, chat) => sum + chat.unread, 0),
      });
      const { body } = await app.call('GET', '/api/waba/operator/unread', { token: caller.token });
      expect(body).toEqual({
        ...count(unread),
        mine: count(unread.filter(({ assignee }) => assignee === caller.id)),
        unassigned: count(unread.filter(({ assignee }) => assignee === null)),
      });
    }
  });
});

/** Channels 1 and 3 hide from operators what colleagues have, channel 2 shows all. */
function sees({ id, role, channels }: Caller, { channel, assignee }: ModelChat): boolean {
  if (role === 'admin') return true;
  if (!channels.includes(channel)) return false;
  return role === 'supervisor' || channel === 2 || assignee === null || assignee === id;
}

function byActivity(a: ModelChat, b: ModelChat): number {
  return b.activity - a.activity || b.id - a.id;
}

function closesWithin(ms: number): Filter[1] {
  return ({ lastInbound, windowClosed }) => {
    if (lastInbound === null || (windowClosed !== null && windowClosed >= lastInbound)) return false;
    const left = lastInbound + 24 * HOUR - NOW;
    return left > 0 && left <= ms;
  };
}

function search(text: string): string {
  return `search=${encodeURIComponent(text)}`;
}

/** All pages downwards, and from the last of them all pages upwards, in the order of the list. */
async function pagesOf(
  app: TestApp,
  { token }: Caller,
  query: string,
): Promise<{ down: number[]; up: number[]; lastPage: number }> {
  const ask = async (cursor: string | null): Promise<ListAnswer> => {
    const path = `/api/waba/operator/chats?${query}${cursor === null ? '' : `&cursor=${cursor}`}`;
    const { status, body, text } = await app.call<ListAnswer>('GET', path, { token });
    if (status !== 200) throw new Error(text);
    return body;
  };
  let page = await ask(null);
  const down = page.chats.map(({ id }) => id);
  while (page.nextCursor !== null) {
    page = await ask(page.nextCursor);
    down.push(...page.chats.map(({ id }) => id));
  }
  const lastPage = page.chats.length;
  const up: number[] = [];
  while (page.prevCursor !== null) {
    page = await ask(page.prevCursor);
    up.unshift(...page.chats.map(({ id }) => id));
  }
  return { down, up, lastPage };
}

async function makePeople(app: TestApp): Promise<Caller[]> {
  const people: [Role, number[]][] = [
    ['admin', []],
    ['supervisor', [1, 2]],
    ['operator', [1, 2, 3]],
    ['operator', [1]],
    ['operator', [3]],
    ['operator', []],
  ];
  for (const [id, policy] of ['own_and_unassigned', 'all_chats', 'own_and_unassigned'].entries()) {
    await app.rows(
      'insert into channels (id, name, phone_number_id, waba_id, access_policy) values ($1, $2, $3, $4, $5)',
      [id + 1, `Shop ${id + 1}`, String(id + 1), '1', policy],
    );
  }
  const callers: Caller[] = [];
  for (const [role, channels] of people) {
    const { id, token } = await app.signedIn({ role });
    for (const channel of channels) await app.addMember({ id: channel }, { id });
    callers.push({ id, role, channels, token });
  }
  await app.rows(
    `insert into labels (id, name, color, created_at) values (1, 'VIP', '#0a7cff', $1), (2, 'Оплата', '#0a7cff', $1)`,
    [app.clock.now()],
  );
  return callers;
}

/** Activities meet often, so that ids decide too. */
function randomChat(id: number): ModelChat {
  const lastInbound = dice(4) === 0 ? null : NOW - dice(30) * HOUR + 1;
  return {
    id,
    channel: 1 + dice(3),
    assignee: dice(3) === 0 ? null : 1 + dice(6),
    status: dice(3) === 0 ? 'closed' : 'open',
    unread: Math.max(0, dice(6) - 3),
    activity: lastInbound === null ? NOW - dice(20) * HOUR : lastInbound + dice(2) * HOUR,
    lastInbound,
    windowClosed: lastInbound === null || dice(4) > 0 ? null : lastInbound + dice(3) - 1,
    labels: [1, 2].filter(() => dice(3) === 0),
    name: NAMES[dice(NAMES.length)] ?? '',
    phone: `7701${String(dice(4))}${String(1_000_000 + id).slice(1)}`,
  };
}

async function insertChats(app: TestApp, chats: readonly ModelChat[]): Promise<void> {
  const rows = JSON.stringify(
    chats.map(({ lastInbound, windowClosed, activity, ...chat }) => ({
      ...chat,
      activity: new Date(activity),
      last_inbound: lastInbound === null ? null : new Date(lastInbound),
      window_closed: windowClosed === null ? null : new Date(windowClosed),
    })),
  );
  const from = `from jsonb_to_recordset($1::jsonb) as chat (id bigint, channel bigint, assignee bigint, status text, unread integer,
    activity timestamptz, last_inbound timestamptz, window_closed timestamptz, labels jsonb, name text, phone text)`;
  // A third of the names each: the operators', the profile's, the user name.
  await app.rows(
    `insert into customers (id, name, profile_name, username) select id, case when id % 3 = 0 then name end,
       case when id % 3 = 1 then name end, case when id % 3 = 2 then name end ${from}`,
    [rows],
  );
  await app.rows(`insert into customer_identities (customer_id, kind, value) select id, 'wa_id', phone ${from}`, [
    rows,
  ]);
  // Where nothing was ever written, the day it was made counts.
  await app.rows(
    `insert into chats (id, channel_id, customer_id, assignee_id, status, unread_count, last_message_at, last_inbound_at,
       window_closed_at, created_at, updated_at)
     select id, channel, id, assignee, status, unread, case when last_inbound is not null then activity end, last_inbound,
       window_closed, activity, activity ${from}`,
    [rows],
  );
  await app.rows(
    `insert into chat_labels (chat_id, label_id) select id, label::bigint ${from}, jsonb_array_elements_text(labels) label`,
    [rows],
  );
}

/** Whole numbers below a bound, the same in every run (a linear congruential generator of Numerical Recipes). */
function generator(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
