import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Cast, eventsOf, giveTo, inChat, makeCast, moreChats } from '../support/access-desk.js';
import { sortedStatuses } from '../support/code-of.js';
import type { ApiAnswer } from '../support/test-app.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

interface Person {
  id: number;
  email: string;
}

interface Assignment {
  chatId: number;
  assignee: Person | null;
  by: Person | null;
  note: string | null;
  at: string | null;
}

interface History {
  assignments: { id: number; from: Person | null; to: Person | null; by: Person | null; note: string | null }[];
  nextCursor: string | null;
  prevCursor: string | null;
}

const who = ({ id, email }: Person): Person => ({ id, email });

describe('whose a chat is', () => {
  let desk: TestDesk;
  let cast: Cast;
  let chatId: number;

  beforeAll(async () => {
    desk = await startTestDesk();
    cast = await makeCast(desk);
  });
  afterAll(() => desk.close());

  beforeEach(async () => {
    chatId = (await moreChats(desk, 1))[0] ?? 0;
  });

  const deed = (user: { token: string }, name: string, body?: unknown): Promise<ApiAnswer<Assignment>> =>
    inChat(desk, user, name, { body, chatId });
  const history = async (query = ''): Promise<History> =>
    (await inChat<History>(desk, cast.admin, `assignments${query}`, { chatId })).body;
  const traces = async (): Promise<number[]> => [
    (await history()).assignments.length,
    (await eventsOf(desk, 'chat.assigned', chatId)).length,
    (await desk.app.rows(`select 1 from audit_log where action = 'chat.assigned' and object_id = $1`, [String(chatId)]))
      .length,
  ];

  it('is told by each deed, and all of it by the history, the newest first', async () => {
    const taken = await deed(cast.assignee, 'take');
    expect(taken.status).toBe(200);
    expect(taken.body).toEqual({
      chatId,
      assignee: who(cast.assignee),
      by: who(cast.assignee),
      note: null,
      at: desk.app.clock.now().toISOString(),
    });
    const note = 'Ждёт звонка\nпосле 15:00 \u202Eשלום\u200D 👋';
    const handed = await deed(cast.assignee, 'assign', { operatorId: cast.member.id, note });
    expect(handed.body).toMatchObject({ assignee: who(cast.member), by: who(cast.assignee), note });
    const released = await deed(cast.member, 'release');
    expect(released.body).toMatchObject({ assignee: null, by: who(cast.member), note: null });
    expect((await history()).assignments).toEqual([
      expect.objectContaining({ from: who(cast.member), to: null, by: who(cast.member), note: null }),
      expect.objectContaining({ from: who(cast.assignee), to: who(cast.member), by: who(cast.assignee), note }),
      expect.objectContaining({ from: null, to: who(cast.assignee), by: who(cast.assignee), note: null }),
    ]);
    const ids = { a: cast.assignee.id, b: cast.member.id };
    expect(await eventsOf(desk, 'chat.assigned', chatId)).toEqual([
      { data: { from: null, to: ids.a, by: ids.a } },
      { data: { from: ids.a, to: ids.b, by: ids.a } },
      { data: { from: ids.b, to: null, by: ids.b } },
    ]);
    const audit = await desk.app.rows<{ details: object }>(
      `select details from audit_log where action = 'chat.assigned' and object_id = $1 order by id`,
      [String(chatId)],
    );
    expect(audit.map(({ details }) => details)).toEqual([
      { from: null, to: ids.a },
      { from: ids.a, to: ids.b },
      { from: ids.b, to: null },
    ]);
    expect(JSON.stringify(audit)).not.toContain('звонка');
  });

  it('leaves no trace where it is so already', async () => {
    expect((await deed(cast.assignee, 'release')).body).toEqual({
      chatId,
      assignee: null,
      by: null,
      note: null,
      at: null,
    });
    expect(await traces()).toEqual([0, 0, 0]);
    const first = await deed(cast.assignee, 'take');
    desk.app.clock.advance(1_000);
    expect((await deed(cast.assignee, 'take')).body).toEqual(first.body);
    const again = await deed(cast.member, 'assign', { operatorId: cast.assignee.id, note: 'ещё раз' });
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await traces()).toEqual([1, 1, 1]);
  });

  it('is not changed by an operator who is not the one, and told to them', async () => {
    await deed(cast.assignee, 'take');
    for (const [name, body] of [['take'], ['release'], ['assign', { operatorId: cast.member.id }]] as const) {
      const { status, body: problem } = await deed(cast.member, name, body);
      expect([status, problem]).toEqual([
        409,
        expect.objectContaining({ code: 'CHAT_TAKEN', assignee: who(cast.assignee) }),
      ]);
    }
    expect(await traces()).toEqual([1, 1, 1]);
    expect((await deed(cast.supervisor, 'take')).body.assignee).toEqual(who(cast.supervisor));
    expect((await deed(cast.admin, 'take')).body.assignee).toEqual(who(cast.admin));
    expect((await deed(cast.supervisor, 'assign', { operatorId: cast.member.id })).body.assignee).toEqual(
      who(cast.member),
    );
    expect((await deed(cast.admin, 'release')).body.assignee).toBeNull();
  });

  it('is one operator’s of twenty who try at once', async () => {
    const crowd = await Promise.all(Array.from({ length: 20 }, () => desk.app.signedIn()));
    for (const user of crowd) await desk.app.addMember({ id: desk.fixture.channelId }, user);
    const answers = await Promise.all(crowd.map((user) => deed(user, 'take')));
    expect(sortedStatuses(answers)).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    const winner = answers.find(({ status }) => status === 200)?.body.assignee;
    expect(answers.filter(({ status, body }) => status === 409 && body.assignee?.id === winner?.id)).toHaveLength(19);
    expect(await traces()).toEqual([1, 1, 1]);
  });

  it('can only be somebody who works in the channel: all others are refused alike', async () => {
    const tell = async (operatorId: number): Promise<unknown> => {
      const { status, body } = await deed(cast.assignee, 'assign', { operatorId });
      return [status, { ...body, requestId: '' }];
    };
    const unknown = await tell(987_654);
    expect(unknown).toEqual([
      400,
      expect.objectContaining({
        code: 'VALIDATION',
        errors: [expect.objectContaining({ field: 'operatorId', code: 'COLLEAGUE' })],
      }),
    ]);
    expect(await tell(cast.foreigner.id)).toEqual(unknown);
    expect(await tell(cast.disabled.id)).toEqual(unknown);
    expect(await tell(cast.admin.id)).toEqual([200, expect.objectContaining({ assignee: who(cast.admin) })]);
  });

  it.each([
    ['no body', undefined, 'operatorId'],
    ['no operator', { note: 'a' }, 'operatorId'],
    ['a text for an id', { operatorId: '6' }, 'operatorId'],
    ['an id of zero', { operatorId: 0 }, 'operatorId'],
    ['an id beyond 2^53', { operatorId: 9_007_199_254_740_992 }, 'operatorId'],
    ['null for an id', { operatorId: null }, 'operatorId'],
    ['a list of ids', { operatorId: [6] }, 'operatorId'],
    ['a blank note', { operatorId: 6, note: ' \u200B ' }, 'note'],
    ['null for a note', { operatorId: 6, note: null }, 'note'],
    ['a note with NUL', { operatorId: 6, note: 'a\u0000b' }, 'note'],
    ['a note with half a surrogate', { operatorId: 6, note: 'a\uD800' }, 'note'],
    ['a note too long', { operatorId: 6, note: 'я'.repeat(1001) }, 'note'],
    ['an unknown key', { operatorId: 6, chatId: 7 }, 'chatId'],
    ['somebody else as author', { operatorId: 6, by: 1 }, 'by'],
  ])('is not set by %s', async (_, body, field) => {
    const { status, body: problem } = await inChat<{ errors: { field: string }[] }>(desk, cast.admin, 'assign', {
      body,
      chatId,
    });
    expect(status).toBe(400);
    expect(problem.errors.map((error) => error.field)).toContain(field);
    expect(await traces()).toEqual([0, 0, 0]);
  });

  it('keeps a note of 1000 characters that look like SQL', async () => {
    const words = `'); drop table chat_assignments; --`;
    const note = `${words}${'👋'.repeat(1000 - words.length)}`;
    expect((await deed(cast.admin, 'assign', { operatorId: cast.member.id, note })).body.note).toBe(note);
  });

  it('has a history that is paged in both directions', async () => {
    for (let turn = 0; turn < 5; turn += 1) await deed(cast.admin, turn % 2 === 0 ? 'take' : 'release');
    const all = (await history()).assignments.map(({ id }) => id);
    const first = await inChat<History>(desk, cast.member, 'assignments?limit=2', { chatId });
    expect(first.headers.get('link')).toBe(
      `</api/waba/operator/chat/${chatId}/assignments?limit=2&cursor=${first.body.nextCursor}>; rel="next"`,
    );
    expect(first.headers.get('event-id')).toMatch(/^[\w-]+$/);
    const second = await history(`?limit=2&cursor=${first.body.nextCursor}`);
    const third = await history(`?limit=2&cursor=${second.nextCursor}`);
    const ids = [first.body, second, third].map(({ assignments }) => assignments.map(({ id }) => id));
    expect(ids).toEqual([all.slice(0, 2), all.slice(2, 4), all.slice(4)]);
    expect([third.nextCursor, first.body.prevCursor]).toEqual([null, null]);
    const back = await history(`?limit=2&cursor=${third.prevCursor}`);
    expect(back.assignments).toEqual(second.assignments);
  });

  it.each(['limit=0', 'limit=101', 'limit=1e1', 'cursor=x', 'cursor=', 'cursor=YWZ0ZXI6MQ==', 'unknown=1'])(
    'has a history that does not take ?%s',
    async (query) => {
      expect((await inChat(desk, cast.admin, `assignments?${query}`, { chatId })).status).toBe(400);
    },
  );

  describe('where somebody leaves', () => {
    const patch = (id: number, body: object): Promise<ApiAnswer<unknown>> =>
      desk.app.call('PATCH', `/api/admin/users/${id}`, { token: cast.admin.token, body });
    const assigneeOf = async (id: number): Promise<number | null | undefined> =>
      (await desk.app.rows<{ assignee_id: number | null }>('select assignee_id from chats where id = $1', [id]))[0]
        ?.assignee_id;

    it('becomes nobody’s when they are disabled', async () => {
      const leaver = await desk.app.signedIn();
      await desk.app.addMember({ id: desk.fixture.channelId }, leaver);
      const [other = 0] = await moreChats(desk, 1);
      for (const id of [chatId, other]) await giveTo(desk, leaver, id);
      await giveTo(desk, cast.member, desk.chatId);
      expect((await patch(leaver.id, { name: 'Another' })).status).toBe(200);
      expect(await assigneeOf(chatId)).toBe(leaver.id);
      expect((await patch(leaver.id, { disabled: true })).status).toBe(200);
      expect([await assigneeOf(chatId), await assigneeOf(other)]).toEqual([null, null]);
      expect(await assigneeOf(desk.chatId)).toBe(cast.member.id);
      expect((await history()).assignments).toEqual([
        expect.objectContaining({ from: who(leaver), to: null, by: who(cast.admin) }),
      ]);
      for (const id of [chatId, other]) {
        expect(await eventsOf(desk, 'chat.assigned', id)).toEqual([
          { data: { from: leaver.id, to: null, by: cast.admin.id } },
        ]);
      }
      expect(
        await desk.app.rows(`select details from audit_log where action = 'user.chats_released' and object_id = $1`, [
          String(leaver.id),
        ]),
      ).toEqual([{ details: { chats: 2 } }]);
    });

    it('becomes nobody’s when they are taken out of its channel, and only of that', async () => {
      const leaver = await desk.app.signedIn();
      await desk.app.addMember({ id: desk.fixture.channelId }, leaver);
      await desk.app.addMember({ id: cast.foreignChannelId }, leaver);
      const [elsewhere = 0] = await moreChats(desk, 1);
      await desk.app.rows('update chats set channel_id = $1 where id = $2', [cast.foreignChannelId, elsewhere]);
      for (const id of [chatId, elsewhere]) await giveTo(desk, leaver, id);
      const path = `/api/admin/channels/${desk.fixture.channelId}/members/${leaver.id}`;
      expect((await desk.app.call('DELETE', path, { token: cast.admin.token })).status).toBe(204);
      expect([await assigneeOf(chatId), await assigneeOf(elsewhere)]).toEqual([null, leaver.id]);
      expect((await desk.app.call('DELETE', path, { token: cast.admin.token })).status).toBe(204);
      expect(await traces()).toEqual([1, 1, 0]);
    });

    it('becomes nobody’s when an admin without the channel is an admin no longer', async () => {
      const leaver = await desk.app.signedIn({ role: 'admin' });
      await giveTo(desk, leaver, chatId);
      expect((await patch(leaver.id, { role: 'supervisor' })).status).toBe(200);
      expect(await assigneeOf(chatId)).toBeNull();
    });

    it('is never theirs in the end, however the assigning and the leaving meet', async () => {
      const leaver = await desk.app.signedIn();
      await desk.app.addMember({ id: desk.fixture.channelId }, leaver);
      const chats = await moreChats(desk, 12);
      const assigns = chats.map((id) =>
        inChat(desk, cast.admin, 'assign', { body: { operatorId: leaver.id }, chatId: id }),
      );
      const path = `/api/admin/channels/${desk.fixture.channelId}/members/${leaver.id}`;
      const leaves = [
        desk.app.call('DELETE', path, { token: cast.admin.token }),
        patch(leaver.id, { disabled: true }),
      ] as const;
      const answers = await Promise.all([...assigns, ...leaves]);
      expect(answers.filter(({ status }) => ![200, 204, 400].includes(status))).toEqual([]);
      expect(await Promise.all(chats.map(assigneeOf))).toEqual(chats.map(() => null));
    });
  });
});
