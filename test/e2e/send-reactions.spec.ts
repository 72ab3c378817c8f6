import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ChangesDesk, type SeenMessage } from '../support/changes-desk.js';
import { receipt, startTestDesk, statusValue, type SendAnswer, type TestDesk } from '../support/test-desk.js';

interface Counters {
  message_count: number;
  last_message_id: number;
  last_message_at: Date;
  status: string;
}

describe('a reaction an operator sends', () => {
  let desk: TestDesk;
  let customer: ChangesDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
    customer = new ChangesDesk(desk);
    await desk.control('PUT', 'faults', { receipts: 'none' });
  });
  afterAll(() => desk.close());
  beforeEach(() => desk.app.clock.advance(12_000));

  const react = async (
    messageId: number | string,
    emoji: string,
    more: object = {},
  ): Promise<{ status: number; body: SendAnswer; text: string }> => {
    desk.app.clock.advance(6_000);
    return desk.send({ chatId: desk.chatId, type: 'reaction', reaction: { messageId, emoji }, ...more });
  };
  const said = async (): Promise<SeenMessage> => {
    const wamid = customer.wamid();
    await customer.post([customer.says(wamid, 'как вам?')]);
    return customer.seen(wamid);
  };
  const counters = async (): Promise<Counters[]> =>
    desk.app.rows<Counters>('select message_count, last_message_id, last_message_at, status from chats where id = $1', [
      desk.chatId,
    ]);
  const historyIds = async (): Promise<number[]> => {
    const { body } = await desk.get<{ messages: { id: number }[] }>(
      `/api/waba/operator/chat/${desk.chatId}/messages?limit=200`,
    );
    return body.messages.map(({ id }) => id);
  };

  it('stands on its message once WhatsApp has it, is no line of the chat, and tells of itself once', async () => {
    const { id } = await said();
    const before = await counters();
    const answer = await react(id, '👍');
    expect([answer.status, answer.body.message.content, answer.body.message.status]).toEqual([200, '👍', 'sent']);
    const message = await customer.seen(id);
    expect(message.reactions).toEqual([{ emoji: '👍', from: 'operator', at: expect.any(String) }]);
    expect(await customer.eventsOf(id)).toEqual(['message.received', 'message.reaction']);
    expect(await customer.eventsOf(answer.body.message.id)).toEqual([]);
    expect(await counters()).toEqual(before);
    expect(await historyIds()).not.toContain(answer.body.message.id);
    const status = await desk.get(`/api/waba/operator/message-status/${answer.body.message.id}`);
    expect(status.body).toMatchObject({ status: 'sent', attempts: 1 });
  });

  it('gives way to the next one, stands beside the customer’s, and goes when it is taken back', async () => {
    const { id } = await said();
    const wamid = String(
      (await desk.app.rows<{ wamid: string }>('select wamid from messages where id = $1', [id]))[0]?.wamid,
    );
    await customer.post([customer.reacts(wamid, '😂')]);
    await react(id, '👍');
    await react(wamid, '❤️');
    const emojis = async (): Promise<string[]> =>
      ((await customer.seen(id)).reactions as { emoji: string; from: string }[])
        .map(({ emoji, from }) => `${from} ${emoji}`)
        .sort();
    expect(await emojis()).toEqual(['customer 😂', 'operator ❤️']);
    const removal = await react(id, '');
    expect([removal.status, removal.body.message.content]).toEqual([200, '[reaction removed]']);
    expect(await emojis()).toEqual(['customer 😂']);
    const { sent } = await desk.control<{ sent: { body: object }[] }>('GET', 'sent');
    expect(sent.at(-1)?.body).toMatchObject({ type: 'reaction', reaction: { message_id: wamid, emoji: '' } });
  });

  it('stands on a message of ours too', async () => {
    const own = await customer.sendOne();
    expect((await react(own.wamid, '🔥')).status).toBe(200);
    expect((await customer.seen(own.id)).reactions).toHaveLength(1);
  });

  it('leaves nothing on the message where WhatsApp refuses it, and tells that it failed', async () => {
    const { id } = await said();
    await desk.control('PUT', 'faults', { receipts: 'none', refuse: { code: 131026, times: 1 } });
    const answer = await react(id, '👍');
    expect([answer.status, answer.body.code]).toEqual([422, 'RECIPIENT']);
    expect((await customer.seen(id)).reactions).toEqual([]);
    expect(await customer.eventsOf(answer.body.message.id)).toEqual(['message.failed']);
    await desk.control('PUT', 'faults', { receipts: 'none' });
  });

  it('is taken off where WhatsApp says later that it failed, and put on again where it was delivered after all', async () => {
    const { id } = await said();
    const { body } = await react(id, '👍');
    const wamid = body.messageId ?? '';
    const errors = [{ code: 131026, title: 'Message undeliverable' }];
    await desk.postValues(statusValue([receipt(wamid, 'failed', 5, { errors })]));
    await desk.settled();
    expect((await customer.seen(id)).reactions).toEqual([]);
    await desk.postValues(statusValue([receipt(wamid, 'delivered', 6)]));
    await desk.settled();
    expect((await customer.seen(id)).reactions).toHaveLength(1);
    expect(await customer.eventsOf(id)).toEqual(['message.received', ...Array<string>(3).fill('message.reaction')]);
  });

  it('made ten times at once with one key is one', async () => {
    const { id } = await said();
    const body = {
      chatId: desk.chatId,
      type: 'reaction',
      reaction: { messageId: id, emoji: '👍' },
      clientMessageId: 'reaction-once',
    };
    const answers = await Promise.all(Array.from({ length: 10 }, () => desk.send(body)));
    expect(answers.every(({ status }) => [200, 202, 409].includes(status))).toBe(true);
    expect(await desk.count(`messages where client_message_id = 'reaction-once'`)).toBe(1);
    expect((await customer.seen(id)).reactions).toHaveLength(1);
  });

  it('scheduled, waits for its time and is no last message then', async () => {
    const { id } = await said();
    const before = await counters();
    const scheduledAt = new Date(desk.app.clock.millis() + 120_000).toISOString();
    const answer = await react(id, '👍', { scheduledAt });
    expect((await customer.seen(id)).reactions).toEqual([]);
    desk.app.clock.advance(130_000);
    await desk.statusWhen(answer.body.message.id, ({ status }) => status === 'sent');
    expect((await customer.seen(id)).reactions).toHaveLength(1);
    expect(await counters()).toEqual(before);
  });

  it('is refused on a message that is deleted, old or of another chat, with the field', async () => {
    const gone = customer.wamid();
    await customer.post([customer.says(gone, 'x')], [customer.revokes(gone)]);
    const old = await said();
    await desk.app.rows(`update messages set timestamp = timestamp - interval '31 days' where id = $1`, [old.id]);
    const before = await desk.sendTraces();
    for (const target of [gone, old.id, 999_999, 'wamid.NOBODY']) {
      const answer = await react(target, '👍');
      expect([answer.status, answer.text]).toEqual([
        400,
        expect.stringContaining('"field":"reaction.messageId","code":"MESSAGE"'),
      ]);
    }
    const answer = await desk.send({
      chatId: desk.chatId,
      type: 'reaction',
      reaction: { wamid: 'wamid.NOBODY', emoji: '' },
    });
    expect(answer.text).toContain('"field":"reaction.wamid","code":"MESSAGE"');
    expect(await desk.sendTraces()).toEqual(before);
  });

  it('does not reopen a closed chat', async () => {
    const { id } = await said();
    await desk.app.rows(`update chats set status = 'closed' where id = $1`, [desk.chatId]);
    expect((await react(id, '👍')).status).toBe(200);
    expect((await counters())[0]?.status).toBe('closed');
  });
});
