import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf, sortedStatuses } from '../support/code-of.js';
import type { ApiAnswer } from '../support/test-app.js';
import { startToolsDesk, type ToolsDesk } from '../support/tools-desk.js';

interface Canned {
  id: number;
  shortcut: string;
  text: string;
  shared: boolean;
  createdAt: string;
  updatedAt: string;
}

interface CannedPage {
  cannedResponses: Canned[];
  nextCursor: string | null;
  prevCursor: string | null;
}

describe('canned responses', () => {
  let desk: ToolsDesk;

  beforeAll(async () => {
    desk = await startToolsDesk();
  });
  afterAll(() => desk.desk.close());

  type By = ToolsDesk['operator'];
  const post = (body: unknown, by = desk.operator): Promise<ApiAnswer<Record<string, unknown>>> =>
    desk.call('POST', 'canned-responses', { body, by });
  const make = async (shortcut: string, text = 'Здравствуйте!', shared = false, by?: By): Promise<Canned> => {
    const owner = by ?? (shared ? desk.people.supervisor : desk.operator);
    const { body } = await desk.call<Canned>('POST', 'canned-responses', {
      body: { shortcut, text, shared },
      by: owner,
    });
    return body;
  };
  const list = async (query = '', by = desk.operator): Promise<CannedPage> =>
    (await desk.call<CannedPage>('GET', `canned-responses?${query}`, { by })).body;

  it('are made, changed and deleted by whose they are', async () => {
    const { status, body } = await post({
      shortcut: 'Привет',
      text: 'Здравствуйте, {{customer.name|друг}}!',
      shared: false,
    });
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(Number),
        shortcut: 'привет',
        text: 'Здравствуйте, {{customer.name|друг}}!',
        shared: false,
        createdAt: '2026-03-01T12:00:00.000Z',
        updatedAt: '2026-03-01T12:00:00.000Z',
      },
    ]);
    const path = `canned-response/${String(body['id'])}`;
    const changed = await desk.call('PATCH', path, { body: { shortcut: 'хай' } });
    expect(changed.body).toEqual({ ...body, shortcut: 'хай' });
    expect((await desk.call('PATCH', path, { body: {} })).body).toEqual(changed.body);
    expect((await desk.call('DELETE', path)).status).toBe(204);
    expect(await codeOf(desk.call('DELETE', path))).toEqual([404, 'CANNED_RESPONSE_NOT_FOUND']);
    expect((await desk.deeds('canned')).map(({ action }) => action)).toEqual([
      'canned_response.created',
      'canned_response.updated',
      'canned_response.deleted',
    ]);
  });

  it('are shared by supervisors and admins, used by all, and kept from others where they are one’s own', async () => {
    const { colleague, supervisor, admin } = desk.people;
    const request = { shortcut: 'общий', text: 'a', shared: true };
    expect(await codeOf(post(request))).toEqual([403, 'FORBIDDEN']);
    const shared = await make('общий', 'a', true);
    const own = await make('свой');
    expect((await list()).cannedResponses.map(({ id }) => id)).toEqual([shared.id, own.id]);
    expect((await list('', colleague)).cannedResponses.map(({ id }) => id)).toEqual([shared.id]);
    expect(await codeOf(desk.call('PATCH', `canned-response/${shared.id}`, { body: { text: 'b' } }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
    expect(await codeOf(desk.call('DELETE', `canned-response/${shared.id}`))).toEqual([403, 'FORBIDDEN']);
    for (const by of [colleague, supervisor, admin]) {
      for (const [method, path, body] of [
        ['PATCH', `canned-response/${own.id}`, { text: 'b' }],
        ['DELETE', `canned-response/${own.id}`, undefined],
        ['POST', `canned-response/${own.id}/render`, { chatId: desk.chatId }],
      ] as const) {
        expect(await codeOf(desk.call(method, path, { body, by }))).toEqual([404, 'CANNED_RESPONSE_NOT_FOUND']);
      }
    }
    expect((await desk.call('DELETE', `canned-response/${shared.id}`, { by: admin })).status).toBe(204);
  });

  it('have a shortcut of their own among the shared ones and among those of one person', async () => {
    await make('адрес', 'a', true);
    const own = await make('адрес');
    expect(own.shortcut).toBe('адрес');
    const taken = [409, 'SHORTCUT_TAKEN'];
    expect(await codeOf(post({ shortcut: 'АДРЕС', text: 'b', shared: false }))).toEqual(taken);
    const shared = { shortcut: 'Адрес', text: 'b', shared: true };
    expect(await codeOf(post(shared, desk.people.admin))).toEqual(taken);
    const other = await make('другой');
    expect(await codeOf(desk.call('PATCH', `canned-response/${other.id}`, { body: { shortcut: 'адрес' } }))).toEqual(
      taken,
    );
    expect((await make('адрес', 'c', false, desk.people.colleague)).text).toBe('c');
  });

  it('are one when ten make the same at once', async () => {
    const body = { shortcut: 'гонка', text: 'a', shared: false };
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(body)));
    expect(sortedStatuses(answers)).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
  });

  it('are listed by shortcut, page by page, also while the one at the edge goes', async () => {
    const by = desk.people.supervisor;
    for (const shortcut of ['п1', 'п2', 'п3', 'п4', 'п5']) await make(shortcut, 'страница', false, by);
    const first = await list('search=СТРАН&limit=2', by);
    expect(first.cannedResponses.map(({ shortcut }) => shortcut)).toEqual(['п1', 'п2']);
    await desk.call('DELETE', `canned-response/${first.cannedResponses[1]?.id}`, { by });
    const second = await list(`search=стран&limit=2&cursor=${first.nextCursor}`, by);
    expect(second.cannedResponses.map(({ shortcut }) => shortcut)).toEqual(['п3', 'п4']);
    const third = await list(`search=стран&limit=2&cursor=${second.nextCursor}`, by);
    expect([third.cannedResponses.map(({ shortcut }) => shortcut), third.nextCursor]).toEqual([['п5'], null]);
    const back = await list(`search=стран&limit=2&cursor=${third.prevCursor}`, by);
    expect(back.cannedResponses).toEqual(second.cannedResponses);
    expect((await list('search=%25', by)).cannedResponses).toEqual([]);
  });

  it.each([
    [
      'the customer and the operator',
      '{{customer.firstName}}, {{customer.phone}}, {{operator.name}}, {{channel.name}}',
      'Клиент, +77015550001, Anna, Shop',
      [],
    ],
    ['a default', '{{customer.name|друг}}', 'Клиент 0001', []],
    ['two braces', '{{{{a', '{{a', []],
  ])('are filled in: %s', async (name, text, expected, missing) => {
    const { id } = await make(`р-${name.replaceAll(' ', '_').slice(0, 30)}`, text);
    const answer = await desk.call('POST', `canned-response/${id}/render`, { body: { chatId: desk.chatId } });
    expect([answer.status, answer.body]).toEqual([200, { text: expected, missing }]);
  });

  it('name what was missing, and expand nothing a customer is called', async () => {
    const chatId = await desk.aChat([]);
    await desk.desk.app.rows(
      `update customers set name = '{{operator.name}} $&' where id = (select customer_id from chats where id = $1)`,
      [chatId],
    );
    const { id } = await make('хитрый', '{{customer.name}}: {{customer.phone}}');
    const answer = await desk.call('POST', `canned-response/${id}/render`, { body: { chatId } });
    expect(answer.body).toEqual({ text: '{{operator.name}} $&: ', missing: ['customer.phone'] });
  });

  it('are filled in for no chat that is not seen, as for none that does not exist', async () => {
    const { id } = await make('чужой', 'a', true);
    const by = desk.people.stranger;
    const [foreign, none] = await Promise.all(
      [desk.chatId, 987_654].map((chatId) =>
        desk.call('POST', `canned-response/${id}/render`, { body: { chatId }, by }),
      ),
    );
    const bare = (text = ''): string => text.replace(/"requestId":"[^"]+"/, '');
    expect([foreign?.status, bare(foreign?.text)]).toEqual([400, bare(none?.text)]);
    expect(foreign?.body).toMatchObject({ errors: [{ field: 'chatId' }] });
  });

  it.each([
    ['an unknown variable', { shortcut: 'a', text: 'Вам {{customer.age}} лет', shared: false }, '{{customer.age}}'],
    ['a variable that is not closed', { shortcut: 'a', text: 'Вам {{customer.name', shared: false }, '{{'],
    ['a space in the shortcut', { shortcut: 'a b', text: 'a', shared: false }, 'shortcut'],
    ['no shortcut', { shortcut: '', text: 'a', shared: false }, 'shortcut'],
    ['a shortcut of 41', { shortcut: 'я'.repeat(41), text: 'a', shared: false }, 'shortcut'],
    ['a mark alone', { shortcut: '\u0301', text: 'a', shared: false }, 'shortcut'],
    ['a text of 4097', { shortcut: 'a', text: 'я'.repeat(4097), shared: false }, 'text'],
    ['no shared', { shortcut: 'a', text: 'a' }, 'shared'],
    ['a word for shared', { shortcut: 'a', text: 'a', shared: 'true' }, 'shared'],
    ['an owner', { shortcut: 'a', text: 'a', shared: false, ownerUserId: 1 }, 'ownerUserId'],
    ['a NUL', { shortcut: 'a', text: 'a\u0000', shared: false }, 'text'],
    ['a list for a text', { shortcut: 'a', text: ['a'], shared: false }, 'text'],
  ])('refuse %s', async (_, body, named) => {
    const answer = await post(body);
    expect([answer.status, answer.body['code']]).toEqual([400, 'VALIDATION']);
    expect(String(answer.body['error'])).toContain(named);
  });

  it.each(['cursor=x', 'cursor=YWZ0ZXI6NTA', 'limit=101', 'search=', 'search=%00', 'owner=1', 'search=a&search=b'])(
    'refuse ?%s',
    async (query) => {
      expect(await codeOf(desk.call('GET', `canned-responses?${query}`))).toEqual([400, 'VALIDATION']);
    },
  );
});
