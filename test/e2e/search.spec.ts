import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf } from '../support/code-of.js';
import { until } from '../support/test-desk.js';
import { startToolsDesk, type ToolsDesk } from '../support/tools-desk.js';

interface Found {
  results: { message: { id: number; content: string }; chat: { id: number; customer: object; channel: object } }[];
  nextCursor: string | null;
  prevCursor: string | null;
}

const TEXTS = [
  'Заказ #12345 готов',
  'Ещё одна ёлка',
  'скидка 50% на всё',
  'скидка 500 тенге',
  'файл a_b.txt',
  'файл aXb.txt',
  'путь C:\\temp',
  'Қазақша сөз',
  'привет 🎈🎈',
];

describe('GET search', () => {
  let desk: ToolsDesk;
  let chatId: number;

  beforeAll(async () => {
    desk = await startToolsDesk({ accessPolicy: 'own_and_unassigned' });
    chatId = await desk.aChat(TEXTS);
    await desk.indexed();
  });
  afterAll(() => desk.desk.close());

  const find = async (query: Record<string, string>, by = desk.operator): Promise<Found> =>
    (await desk.call<Found>('GET', `search?${new URLSearchParams(query).toString()}`, { by })).body;
  const texts = async (q: string, by = desk.operator): Promise<string[]> =>
    (await find({ q }, by)).results.map(({ message }) => message.content);

  it.each([
    ['a fragment of an order number', '2345', [0]],
    ['words in any order and case', 'ГОТОВ заказ', [0]],
    ['words one of which is missing', 'заказ нет', []],
    ['е for ё', 'еще елка', [1]],
    ['ё for е', 'ёщё', [1]],
    ['a percent sign', '50%', [2]],
    ['an underscore', 'a_b', [4]],
    ['a backslash', ':\\t', [6]],
    ['a quote', "' or 1=1 --", []],
    ['Kazakh', 'ҚАЗАҚША', [7]],
    ['two letters', 'ёл', [1]],
    ['emoji', '🎈🎈', [8]],
    ['a part in the middle of words', 'кидк', [3, 2]],
    ['zero-width characters', 'ел\u200bка', [1]],
  ])('finds by %s', async (_, q, numbers) => {
    expect(await texts(q)).toEqual(numbers.map((number) => TEXTS[number]));
  });

  it('answers with the message as the history has it, its chat, and the position', async () => {
    const answer = await desk.call<Found>('GET', 'search?q=12345');
    const { body: history } = await desk.call<{ messages: object[] }>('GET', `chat/${chatId}/messages`);
    expect(answer.body).toEqual({
      results: [
        {
          message: history.messages.at(-1),
          chat: {
            id: chatId,
            channel: { id: desk.desk.fixture.channelId, name: 'Shop' },
            customer: { id: expect.any(Number), name: 'Ерлан Сатпаев', phone: null, bsuid: null, username: null },
          },
        },
      ],
      nextCursor: null,
      prevCursor: null,
    });
    expect(answer.headers.get('event-id')).not.toBeNull();
  });

  it('pages from the newest on, in both directions', async () => {
    const pagedChat = await desk.aChat(['страница 1', 'страница 2', 'страница 3', 'страница 4', 'страница 5']);
    await desk.indexed();
    const query = { q: 'страниц', limit: '2' };
    const first = await find(query);
    const second = await find({ ...query, cursor: first.nextCursor ?? '' });
    const third = await find({ ...query, cursor: second.nextCursor ?? '' });
    const contents = (page: Found): string[] => page.results.map(({ message }) => message.content.slice(-1));
    expect([first, second, third].map(contents)).toEqual([['5', '4'], ['3', '2'], ['1']]);
    expect([first.prevCursor, third.nextCursor]).toEqual([null, null]);
    expect(contents(await find({ ...query, cursor: third.prevCursor ?? '' }))).toEqual(['3', '2']);
    expect((await find({ ...query, chat: String(pagedChat) })).results).toHaveLength(2);
    const link = (await desk.call('GET', `search?q=%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B8%D1%86&limit=2`)).headers.get(
      'link',
    );
    expect(link).toBe(
      `</api/waba/operator/search?q=%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B8%D1%86&limit=2&cursor=${first.nextCursor}>; rel="next"`,
    );
  });

  it('keeps within a channel and a chat; what is not seen has nothing, as what is not there', async () => {
    const { channelId } = desk.desk.fixture;
    expect((await find({ q: 'заказ', channel: String(channelId) })).results).toHaveLength(1);
    const nothing = { results: [], nextCursor: null, prevCursor: null };
    expect(await find({ q: 'заказ', channel: '987654' })).toEqual(nothing);
    expect(await find({ q: 'заказ', chat: String(desk.chatId) })).toEqual(nothing);
    for (const chat of [String(chatId), '987654']) {
      expect(await find({ q: 'заказ', chat }, desk.people.stranger)).toEqual(nothing);
    }
  });

  it('shows nobody what is not theirs, and hides at once what is no longer', async () => {
    const { colleague, supervisor, admin, stranger } = desk.people;
    const own = await desk.aChat(['тайна Анны', 'тайна Анны']);
    await desk.indexed();
    await desk.desk.app.rows('update chats set assignee_id = $2 where id = $1', [own, desk.operator.id]);
    expect(await texts('тайна')).toHaveLength(2);
    expect(await texts('тайна', supervisor)).toHaveLength(2);
    expect(await texts('тайна', admin)).toHaveLength(2);
    for (const by of [colleague, stranger]) {
      // Not even a cursor tells that there is something behind it.
      const nothing = { results: [], nextCursor: null, prevCursor: null };
      expect(await find({ q: 'тайна', limit: '1' }, by)).toEqual(nothing);
    }
    await desk.desk.app.rows('update chats set assignee_id = $2 where id = $1', [own, colleague.id]);
    expect(await texts('тайна')).toEqual([]);
    expect(await texts('тайна', colleague)).toHaveLength(2);
  });

  it('finds what comes in by itself', async () => {
    await desk.desk.control('POST', 'inbound', {
      from: '77015550001',
      type: 'text',
      text: { body: 'накладная 777-АБ' },
    });
    await until(async () => (await texts('777-аб')).length === 1);
  });

  it('does not find what was said to a chat that is gone', async () => {
    const gone = await desk.aChat(['исчезну']);
    await desk.indexed();
    expect(await texts('исчезн')).toHaveLength(1);
    await desk.desk.app.rows('delete from chats where id = $1', [gone]);
    expect(await texts('исчезн')).toEqual([]);
  });

  it('breaks off what takes longer than two seconds', async () => {
    const blocker = desk.desk.app.dataSource.createQueryRunner();
    await blocker.startTransaction();
    try {
      // Whoever reads the table waits for this, at most as long as a lock or a statement may take.
      await blocker.query('lock table message_search in access exclusive mode');
      expect(await codeOf(desk.call('GET', 'search?q=12345'))).toEqual([503, 'SEARCH_TIMEOUT']);
    } finally {
      await blocker.rollbackTransaction();
      await blocker.release();
    }
    expect(await texts('12345')).toHaveLength(1);
  });

  it.each([
    '',
    'q=',
    'q=a',
    'q=%20a%20',
    'q=%E2%80%8B%E2%80%8B',
    `q=${'a'.repeat(101)}`,
    'q=ab&q=cd',
    'q[]=ab',
    'q[$ne]=ab',
    'q=ab%00',
    'q=ab&limit=51',
    'q=ab&limit=0',
    'q=ab&limit=1e1',
    'q=ab&cursor=x',
    'q=ab&cursor=YWZ0ZXI6MA',
    'q=ab&chat=0',
    'q=ab&chat=1.5',
    'q=ab&channel=-1',
    'q=ab&userId=1',
  ])('refuses ?%s', async (query) => {
    expect(await codeOf(desk.call('GET', `search?${query}`))).toEqual([400, 'VALIDATION']);
  });

  it('answers strings of every kind', async () => {
    const strings = [
      '%%%',
      '___',
      '\\\\',
      `';drop table messages;--`,
      '${1}',
      '$$',
      '../..',
      '<b>',
      'а'.repeat(100),
      '(.*)+',
      '\u202eab',
    ];
    for (const q of strings) {
      const { status } = await desk.call('GET', `search?${new URLSearchParams({ q }).toString()}`);
      expect([q, status]).toEqual([q, 200]);
    }
  });
});
