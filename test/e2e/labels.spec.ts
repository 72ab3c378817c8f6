import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf, sortedStatuses } from '../support/code-of.js';
import { startToolsDesk, type ToolsDesk } from '../support/tools-desk.js';

interface Label {
  id: number;
  name: string;
  color: string;
}

const RED = '#ff0000';

describe('labels', () => {
  let desk: ToolsDesk;

  beforeAll(async () => {
    desk = await startToolsDesk();
  });
  afterAll(() => desk.desk.close());

  const make = async (name: string): Promise<Label> =>
    (await desk.call<Label>('POST', 'labels', { body: { name, color: RED }, by: desk.people.supervisor })).body;
  const on = async (chatId = desk.chatId): Promise<number[]> =>
    (await desk.call<{ labels: Label[] }>('GET', `chat/${chatId}`)).body.labels.map(({ id }) => id);

  it('are made, changed and deleted by supervisors and admins, and seen by everybody', async () => {
    const { supervisor, admin } = desk.people;
    const made = await desk.call<Label>('POST', 'labels', {
      body: { name: '  Ждёт  оплату ', color: '#AABBCC' },
      by: admin,
    });
    expect([made.status, made.body]).toEqual([201, { id: expect.any(Number), name: 'Ждёт оплату', color: '#aabbcc' }]);
    const changed = await desk.call<Label>('PATCH', `label/${made.body.id}`, { body: { color: RED }, by: supervisor });
    expect(changed.body).toEqual({ ...made.body, color: RED });
    const list = await desk.call('GET', 'labels');
    expect(list.body).toEqual({ labels: [changed.body], nextCursor: null, prevCursor: null });
    expect((await desk.call('DELETE', `label/${made.body.id}`, { by: admin })).status).toBe(204);
    expect((await desk.deeds('label')).map(({ action }) => action)).toEqual([
      'label.created',
      'label.updated',
      'label.deleted',
    ]);
  });

  it('are not an operator’s to change', async () => {
    const { id } = await make('не трогать');
    expect(await codeOf(desk.call('POST', 'labels', { body: { name: 'a', color: RED } }))).toEqual([403, 'FORBIDDEN']);
    expect(await codeOf(desk.call('PATCH', `label/${id}`, { body: { name: 'a' } }))).toEqual([403, 'FORBIDDEN']);
    expect(await codeOf(desk.call('DELETE', `label/${id}`))).toEqual([403, 'FORBIDDEN']);
  });

  it.each([
    ['Срочно', 'сРОЧНО'],
    ['VIP', ' vip '],
    ['Новый', 'НОВЫИ\u0306'],
  ])('%j and %j are one name', async (first, second) => {
    await make(first);
    const other = await make(`другая ${first}`);
    const by = desk.people.supervisor;
    const taken = [409, 'LABEL_NAME_TAKEN'];
    expect(await codeOf(desk.call('POST', 'labels', { body: { name: second, color: RED }, by }))).toEqual(taken);
    expect(await codeOf(desk.call('PATCH', `label/${other.id}`, { body: { name: second }, by }))).toEqual(taken);
  });

  it('keep their own name in another case', async () => {
    const { id } = await make('тише');
    const { status, body } = await desk.call('PATCH', `label/${id}`, {
      body: { name: 'ТИШЕ' },
      by: desk.people.supervisor,
    });
    expect([status, body['name']]).toEqual([200, 'ТИШЕ']);
  });

  it('are one when ten make the same at once', async () => {
    const request = { body: { name: 'гонка', color: RED }, by: desk.people.supervisor };
    const answers = await Promise.all(Array.from({ length: 10 }, () => desk.call('POST', 'labels', request)));
    expect(sortedStatuses(answers)).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
  });

  it.each([
    ['no colour', { name: 'a' }],
    ['a word for a colour', { name: 'a', color: 'red' }],
    ['a short colour', { name: 'a', color: '#fff' }],
    ['a colour with more behind it', { name: 'a', color: '#ffffff\n' }],
    ['41 characters', { name: 'ы'.repeat(41), color: RED }],
    ['nothing to see', { name: '\u200b \t', color: RED }],
    ['a NUL', { name: 'a\u0000', color: RED }],
    ['an id', { id: 1, name: 'a', color: RED }],
    ['an object', { name: { $ne: '' }, color: RED }],
  ])('refuse %s', async (_, body) => {
    expect(await codeOf(desk.call('POST', 'labels', { body, by: desk.people.admin }))).toEqual([400, 'VALIDATION']);
  });

  it('go on a chat once, with one event and one audit row', async () => {
    const { id } = await make('раз');
    const path = `chat/${desk.chatId}/labels/${id}`;
    const events = await desk.eventsDuring(async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => desk.call('PUT', path)));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 204));
    });
    expect(events).toEqual(['chat.updated']);
    expect(await on()).toContain(id);
    const gone = await desk.eventsDuring(async () => {
      expect((await desk.call('DELETE', path)).status).toBe(204);
      expect((await desk.call('DELETE', path)).status).toBe(204);
    });
    expect(gone).toEqual(['chat.updated']);
    expect(await on()).not.toContain(id);
    expect((await desk.deeds('chat.')).slice(-2)).toMatchObject([
      { action: 'chat.labelled', details: { labelId: id } },
      { action: 'chat.unlabelled', details: { labelId: id } },
    ]);
  });

  it('are at most 20 on a chat, however many come at once', async () => {
    const labels = await Promise.all(Array.from({ length: 23 }, (_, number) => make(`много ${number}`)));
    const chatId = await desk.aChat([]);
    const answers = await Promise.all(labels.map(({ id }) => desk.call('PUT', `chat/${chatId}/labels/${id}`)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(20);
    expect(new Set(answers.filter(({ status }) => status !== 204).map(({ body }) => body['code']))).toEqual(
      new Set(['TOO_MANY_LABELS']),
    );
    expect(await on(chatId)).toHaveLength(20);
  });

  it('leave every chat when they are deleted, each told of once', async () => {
    const { id } = await make('уйдёт');
    const chats = [await desk.aChat([]), await desk.aChat([])];
    for (const chatId of chats) await desk.call('PUT', `chat/${chatId}/labels/${id}`);
    const request = { by: desk.people.supervisor };
    const answers = await Promise.all([1, 2, 3].map(() => desk.call('DELETE', `label/${id}`, request)));
    expect(sortedStatuses(answers)).toEqual([204, 404, 404]);
    for (const chatId of chats) {
      expect(await on(chatId)).toEqual([]);
      expect(await desk.eventsOf(chatId)).toEqual(['chat.updated', 'chat.updated']);
    }
  });

  it('tell of every chat that carries them when they change', async () => {
    const { id } = await make('сменит цвет');
    const chatId = await desk.aChat([]);
    await desk.call('PUT', `chat/${chatId}/labels/${id}`);
    const change = { body: { color: '#00ff00' }, by: desk.people.supervisor };
    const events = await desk.eventsDuring(async () => {
      await desk.call('PATCH', `label/${id}`, change);
      await desk.call('PATCH', `label/${id}`, change);
    }, chatId);
    expect(events).toEqual(['chat.updated']);
  });

  it('are put on and deleted at once without an error of ours', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await make(`навстречу ${round}`);
      const [deleted, ...puts] = await Promise.all([
        desk.call('DELETE', `label/${id}`, { by: desk.people.supervisor }),
        ...[1, 2, 3].map(() => desk.call('PUT', `chat/${desk.chatId}/labels/${id}`)),
      ]);
      expect(deleted.status).toBe(204);
      expect(puts.filter(({ status }) => status !== 204 && status !== 404)).toEqual([]);
      expect(await on()).not.toContain(id);
    }
  });

  it('hide a chat that is not seen, and name what is missing', async () => {
    const { id } = await make('есть');
    const by = desk.people.stranger;
    for (const method of ['PUT', 'DELETE']) {
      const missing = [404, 'LABEL_NOT_FOUND'];
      expect(await codeOf(desk.call(method, `chat/${desk.chatId}/labels/${id}`, { by }))).toEqual([
        404,
        'CHAT_NOT_FOUND',
      ]);
      expect(await codeOf(desk.call(method, `chat/${desk.chatId}/labels/987654`))).toEqual(missing);
      expect(await codeOf(desk.call(method, `chat/${desk.chatId}/labels/0x1`))).toEqual([400, 'VALIDATION']);
    }
  });

  it('are at most 500', async () => {
    await desk.desk.app.rows(
      `insert into labels (name, color, created_at) select 'n' || number, '#000000', now()
       from generate_series(1, 500 - (select count(*) from labels)) as number`,
    );
    const request = { body: { name: 'лишняя', color: RED }, by: desk.people.admin };
    expect(await codeOf(desk.call('POST', 'labels', request))).toEqual([409, 'TOO_MANY_LABELS']);
    expect((await desk.call<{ labels: Label[] }>('GET', 'labels')).body.labels).toHaveLength(500);
  });
});
