import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf, sortedStatuses } from '../support/code-of.js';
import { startToolsDesk, type ToolsDesk } from '../support/tools-desk.js';

interface Note {
  id: number;
  chatId: number;
  text: string;
  author: { id: number; email: string } | null;
  createdAt: string;
  editedAt: string | null;
}

interface NotePage {
  notes: Note[];
  nextCursor: string | null;
  prevCursor: string | null;
}

describe('notes', () => {
  let desk: ToolsDesk;

  beforeAll(async () => {
    desk = await startToolsDesk();
  });
  afterAll(() => desk.desk.close());

  const write = async (text: string, by = desk.operator): Promise<Note> =>
    (await desk.call<Note>('POST', `chat/${desk.chatId}/notes`, { body: { text }, by })).body;

  it('are written, with an event, an audit row without their words, and nothing sent', async () => {
    const sends = await desk.desk.sendTraces();
    const events = await desk.eventsDuring(async () => {
      const { status, body } = await desk.call<Note>('POST', `chat/${desk.chatId}/notes`, {
        body: { text: 'Просила звонить после 18:00 🌷\n\u202eabc' },
      });
      expect(status).toBe(201);
      expect(body).toEqual({
        id: expect.any(Number),
        chatId: desk.chatId,
        text: 'Просила звонить после 18:00 🌷\n\u202eabc',
        author: { id: desk.operator.id, email: desk.operator.email },
        createdAt: '2026-03-01T12:00:00.000Z',
        editedAt: null,
      });
    });
    expect(events).toEqual(['chat.updated']);
    expect((await desk.deeds('note.created')).at(-1)).toMatchObject({ details: { chatId: desk.chatId } });
    expect(JSON.stringify(await desk.deeds('note'))).not.toContain('18:00');
    expect(await desk.desk.sendTraces()).toEqual(sends);
  });

  it('are listed newest first, page by page in both directions', async () => {
    const chatId = await desk.aChat([]);
    const ids: number[] = [];
    for (const text of ['1', '2', '3', '4', '5']) {
      ids.unshift((await desk.call<Note>('POST', `chat/${chatId}/notes`, { body: { text } })).body.id);
    }
    const page = async (query: string): Promise<NotePage> =>
      (await desk.call<NotePage>('GET', `chat/${chatId}/notes?limit=2${query}`)).body;
    const first = await page('');
    const second = await page(`&cursor=${first.nextCursor}`);
    const third = await page(`&cursor=${second.nextCursor}`);
    expect([first, second, third].map(({ notes }) => notes.map(({ id }) => id))).toEqual([
      ids.slice(0, 2),
      ids.slice(2, 4),
      ids.slice(4),
    ]);
    expect([first.prevCursor, third.nextCursor]).toEqual([null, null]);
    expect((await page(`&cursor=${third.prevCursor}`)).notes).toEqual(second.notes);
    const answer = await desk.call('GET', `chat/${chatId}/notes?limit=2`);
    expect(answer.headers.get('link')).toContain(`/chat/${chatId}/notes?limit=2&cursor=${first.nextCursor}`);
    expect(answer.headers.get('event-id')).not.toBeNull();
  });

  it('are changed and deleted by their author, the same text changing nothing', async () => {
    const note = await write('один');
    desk.desk.app.clock.advance(60_000);
    const change = { body: { text: 'два' } };
    const events = await desk.eventsDuring(async () => {
      const first = await desk.call<Note>('PATCH', `note/${note.id}`, change);
      expect(first.body).toEqual({ ...note, text: 'два', editedAt: '2026-03-01T12:01:00.000Z' });
      const second = await desk.call<Note>('PATCH', `note/${note.id}`, change);
      expect(second.body).toEqual(first.body);
      expect((await desk.call('DELETE', `note/${note.id}`)).status).toBe(204);
    });
    expect(events).toEqual(['chat.updated', 'chat.updated']);
    expect(await codeOf(desk.call('DELETE', `note/${note.id}`))).toEqual([404, 'NOTE_NOT_FOUND']);
    expect((await desk.deeds('note')).slice(-2).map(({ action }) => action)).toEqual(['note.updated', 'note.deleted']);
  });

  it("are another's business to a supervisor of the channel and an admin alone", async () => {
    const { colleague, supervisor, admin, stranger } = desk.people;
    const note = await write('чужая');
    const change = (by: typeof admin, text: string): Promise<[number, unknown]> =>
      codeOf(desk.call('PATCH', `note/${note.id}`, { body: { text }, by }));
    expect(await change(colleague, 'x')).toEqual([403, 'FORBIDDEN']);
    expect(await codeOf(desk.call('DELETE', `note/${note.id}`, { by: colleague }))).toEqual([403, 'FORBIDDEN']);
    expect(await change(stranger, 'x')).toEqual([404, 'NOTE_NOT_FOUND']);
    expect((await change(supervisor, 'y'))[0]).toBe(200);
    expect((await change(admin, 'z'))[0]).toBe(200);
    const { body } = await desk.call<NotePage>('GET', `chat/${desk.chatId}/notes`, { by: colleague });
    expect(body.notes[0]).toMatchObject({ text: 'z', author: { id: desk.operator.id } });
  });

  it('of a chat that is not seen are those of one that does not exist', async () => {
    const by = desk.people.stranger;
    const note = await write('секрет');
    const bare = (text: string): string => text.replace(/"requestId":"[^"]+"/, '').replace(/\/(chat|note)\/\d+/g, '');
    for (const [method, path, missing] of [
      ['GET', `chat/${desk.chatId}/notes`, 'chat/987654/notes'],
      ['POST', `chat/${desk.chatId}/notes`, 'chat/987654/notes'],
      ['PATCH', `note/${note.id}`, 'note/987654'],
      ['DELETE', `note/${note.id}`, 'note/987654'],
    ] as const) {
      const body = method === 'POST' || method === 'PATCH' ? { text: 'x' } : undefined;
      const [foreign, none] = await Promise.all([path, missing].map((one) => desk.call(method, one, { body, by })));
      expect(foreign?.status).toBe(404);
      expect(bare(foreign?.text ?? '')).toBe(bare(none?.text ?? 'none'));
    }
  });

  it.each([
    ['no text', {}],
    ['null', { text: null }],
    ['a number', { text: 1 }],
    ['a list', { text: ['a'] }],
    ['nothing to see', { text: ' \u200b\n' }],
    ['a NUL', { text: 'a\u0000b' }],
    ['half a surrogate pair', '{"text":"a\\ud800"}'],
    ['4001 characters', { text: 'ы'.repeat(4001) }],
    ['an author', { text: 'a', authorId: 1 }],
    ['an id', { id: 1, text: 'a' }],
  ])('refuse %s', async (_, body) => {
    expect(await codeOf(desk.call('POST', `chat/${desk.chatId}/notes`, { body }))).toEqual([400, 'VALIDATION']);
  });

  it('keep the longest text and what looks like SQL', async () => {
    expect((await write('ы'.repeat(4000))).text).toHaveLength(4000);
    expect((await write(`'; drop table notes; --`)).text).toBe(`'; drop table notes; --`);
  });

  it.each(['cursor=x', 'cursor=', 'cursor=YWZ0ZXI6MDE', 'limit=0', 'limit=101', 'limit=1&limit=2', 'sort=id'])(
    'refuse ?%s',
    async (query) => {
      expect(await codeOf(desk.call('GET', `chat/${desk.chatId}/notes?${query}`))).toEqual([400, 'VALIDATION']);
    },
  );

  it('are deleted once by ten at once', async () => {
    const note = await write('гонка');
    const events = await desk.eventsDuring(async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => desk.call('DELETE', `note/${note.id}`)));
      expect(sortedStatuses(answers)).toEqual([204, ...Array.from({ length: 9 }, () => 404)]);
    });
    expect(events).toEqual(['chat.updated']);
  });

  it('outlive their author', async () => {
    const gone = await desk.desk.app.signedIn();
    await desk.desk.app.addMember({ id: desk.desk.fixture.channelId }, gone);
    const note = await write('прощальная', gone);
    await desk.desk.app.rows('delete from users where id = $1', [gone.id]);
    const { body } = await desk.call<NotePage>('GET', `chat/${desk.chatId}/notes`);
    expect(body.notes.find(({ id }) => id === note.id)).toMatchObject({ author: null, text: 'прощальная' });
  });
});
