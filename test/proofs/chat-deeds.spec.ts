import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandDesk, startHandDesk } from '../support/hand-desk.js';
import type { ApiAnswer } from '../support/test-app.js';

interface ChatAnswer {
  id: number;
  status: string;
  unreadCount: number;
  code?: string;
}

describe('closing and reopening a chat', () => {
  let hand: HandDesk;

  beforeAll(async () => {
    hand = await startHandDesk();
  });
  afterAll(() => hand.desk.close());

  const deed = (
    chatId: number | string,
    what: 'close' | 'reopen',
    user?: { id: number },
  ): Promise<ApiAnswer<ChatAnswer>> =>
    hand.call('POST', `/api/waba/operator/chat/${chatId}/${what}`, user === undefined ? {} : { user });
  const statusOf = async (chatId: number): Promise<string> =>
    (await hand.call<ChatAnswer>('GET', `/api/waba/operator/chat/${chatId}`)).body.status;
  const eventsOf = async (chatId: number): Promise<string[]> =>
    (
      await hand.desk.app.rows<{ type: string }>('select type from events where chat_id = $1 order by id', [chatId])
    ).map(({ type }) => type);
  const auditOf = (chatId: number): Promise<object[]> =>
    hand.desk.app.rows(
      `select action, actor_user_id as by, outcome from audit_log where object_type = 'chat' and object_id = $1 order by id`,
      [String(chatId)],
    );
  const write = (phone: string): Promise<unknown> =>
    hand.desk.control('POST', 'inbound', { from: phone, type: 'text', text: { body: 'ещё вопрос' } });

  it('answers the chat, tells of it once, and repeats change nothing', async () => {
    const { chatId } = await hand.aChat();
    const before = (await eventsOf(chatId)).length;
    const answers = [await deed(chatId, 'close'), await deed(chatId, 'close')];
    expect(answers.map(({ status, body }) => [status, body.id, body.status])).toEqual([
      [200, chatId, 'closed'],
      [200, chatId, 'closed'],
    ]);
    expect(answers[1]?.text).toBe(answers[0]?.text);
    expect((await eventsOf(chatId)).slice(before)).toEqual(['chat.updated']);
    const again = [await deed(chatId, 'reopen'), await deed(chatId, 'reopen')];
    expect(again.map(({ status, body }) => [status, body.status])).toEqual([
      [200, 'open'],
      [200, 'open'],
    ]);
    expect((await eventsOf(chatId)).slice(before)).toEqual(['chat.updated', 'chat.updated']);
    const by = hand.desk.operator.id;
    expect(await auditOf(chatId)).toEqual([
      { action: 'chat.closed', by, outcome: 'ok' },
      { action: 'chat.reopened', by, outcome: 'ok' },
    ]);
  });

  it('is done once by ten who do it at the same time', async () => {
    const { chatId } = await hand.aChat();
    const before = (await eventsOf(chatId)).length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => deed(chatId, 'close')));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.status}`))).toEqual(new Set(['200 closed']));
    expect((await eventsOf(chatId)).slice(before)).toEqual(['chat.updated']);
    expect(await auditOf(chatId)).toHaveLength(1);
  });

  it.each(['close', 'reopen'] as const)('is, to %s, the same 404 whether it is foreign or missing', async (what) => {
    const { chatId } = await hand.aChat();
    await deed(chatId, what === 'close' ? 'reopen' : 'close');
    const stranger = await hand.desk.app.signedIn();
    const before = await eventsOf(chatId);
    const text = async (id: number): Promise<string> => {
      const answer = await deed(id, what, stranger);
      expect([answer.status, answer.body.code]).toEqual([404, 'CHAT_NOT_FOUND']);
      return answer.text.replace(/"requestId":"[^"]+"/, '').replace(/"instance":"[^"]+"/, '');
    };
    expect(await text(chatId)).toBe(await text(987_654));
    expect(await eventsOf(chatId)).toEqual(before);
    for (const id of ['x', '0', '-1', '1e3', '9007199254740992', '%00']) {
      expect((await deed(id, what)).status).toBe(400);
    }
  });

  it('is undone by a message of the customer', async () => {
    const { chatId, phone } = await hand.aChat();
    await deed(chatId, 'close');
    await write(phone);
    await hand.desk.settled();
    expect(await statusOf(chatId)).toBe('open');
  });

  it('is undone by an operator who writes on, and not by a receipt', async () => {
    const { chatId } = await hand.aChat();
    const sent = await hand.send(chatId, 'до свидания');
    await deed(chatId, 'close');
    await hand.desk.settled();
    await hand.desk.statusWhen(sent.body.message.id, ({ read }) => read);
    expect(await statusOf(chatId)).toBe('closed');
    expect((await hand.send(chatId, 'и ещё одно')).status).toBe(200);
    expect(await statusOf(chatId)).toBe('open');
  });

  it('never stays closed over a message that came after, when the two meet', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const { chatId, phone } = await hand.aChat();
      const before = (await eventsOf(chatId)).length;
      await (round % 2 === 0
        ? Promise.all([deed(chatId, 'close'), write(phone)])
        : Promise.all([write(phone), deed(chatId, 'close')]));
      await hand.desk.settled();
      // Events are numbered under the chat's lock: they stand in the order in which the two were committed.
      const types = (await eventsOf(chatId)).slice(before);
      const wasReceivedLast = types[0] === 'chat.updated';
      expect([...types].sort()).toEqual(['chat.updated', 'chat.updated', 'message.received']);
      expect([types, await statusOf(chatId)]).toEqual([types, wasReceivedLast ? 'open' : 'closed']);
      outcomes.add(types.join());
    }
    expect(outcomes.size).toBeGreaterThan(0);
  });
});
