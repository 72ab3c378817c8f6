import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandDesk, startHandDesk } from '../support/hand-desk.js';
import type { ApiAnswer } from '../support/test-app.js';
import type { SendAnswer } from '../support/test-desk.js';

interface Answer extends SendAnswer {
  nextStep?: string;
  errors?: { field: string; code: string }[];
}

describe('POST send to a number', () => {
  let hand: HandDesk;
  let channelId: number;

  beforeAll(async () => {
    hand = await startHandDesk();
    channelId = hand.desk.fixture.channelId;
    await hand.faults({});
  });
  afterAll(() => hand.desk.close());

  const send = (body: object, user?: { id: number }): Promise<ApiAnswer<Answer>> =>
    hand.call('POST', '/api/waba/operator/send', { body: { message: 'x', ...body }, ...(user ? { user } : {}) });
  const traces = async (): Promise<number[]> => [
    ...(await hand.desk.sendTraces()),
    await hand.desk.count('chats'),
    await hand.desk.count('customers'),
    await hand.desk.count('events'),
  ];

  it('sends in the chat that has it', async () => {
    const { chatId, phone } = await hand.aChat();
    const answer = await send({ message: 'по номеру', to: { channelId, phone: `+${phone}` } });
    expect([answer.status, answer.body.message.chatId]).toEqual([200, chatId]);
    expect(await hand.sentTo(phone)).toEqual(['по номеру']);
  });

  it('schedules in the chat that has it', async () => {
    const { chatId, phone } = await hand.aChat();
    const scheduledAt = new Date(hand.desk.app.clock.millis() + 60_000).toISOString();
    const answer = await send({ to: { channelId, phone }, scheduledAt });
    expect(answer.body.message).toMatchObject({ chatId, substate: 'scheduled', nextAttemptAt: scheduledAt });
    expect((await hand.cancel(answer.body.message.id)).status).toBe(200);
  });

  it('answers WINDOW_CLOSED for a number that never wrote, and makes nothing of it', async () => {
    const before = await traces();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => send({ to: { channelId, phone: '+7 701 999 00 01' } })),
    );
    for (const { status, body } of answers) {
      expect([status, body.code, body.nextStep]).toEqual([409, 'WINDOW_CLOSED', 'template']);
    }
    expect(await traces()).toEqual(before);
  });

  it('answers the same in a chat that was opened and never written in', async () => {
    const opened = await hand.call<{ id: number }>('POST', '/api/waba/operator/chats', {
      body: { channelId, phone: '77019990002' },
    });
    expect(opened.status).toBe(201);
    const before = await traces();
    expect((await send({ to: { channelId, phone: '77019990002' } })).body.code).toBe('WINDOW_CLOSED');
    expect((await send({ chatId: opened.body.id })).body.code).toBe('WINDOW_CLOSED');
    expect(await traces()).toEqual(before);
  });

  it('makes one message of a key, however the number is written', async () => {
    const { phone } = await hand.aChat();
    const key = { clientMessageId: `to-${phone}` };
    const first = await send({ to: { channelId, phone }, ...key });
    const again = await send({ to: { channelId, phone: `+7 (${phone.slice(1, 4)}) ${phone.slice(4)}` }, ...key });
    expect([again.status, again.body.message.id]).toEqual([200, first.body.message.id]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await send({ to: { channelId, phone: '77019990003' }, ...key })).body.code).toBe('IDEMPOTENCY_MISMATCH');
    expect((await send({ chatId: first.body.message.chatId, ...key })).body.code).toBe('IDEMPOTENCY_MISMATCH');
    expect(await hand.sentTo(phone)).toHaveLength(1);
  });

  it('answers a foreign channel as a missing one, on the field', async () => {
    const { phone } = await hand.aChat();
    const foreign = await hand.desk.app.createChannel();
    const stranger = await hand.desk.app.signedIn();
    const before = await traces();
    const answers = [
      await send({ to: { channelId: foreign.id, phone } }),
      await send({ to: { channelId: 987_654, phone } }),
      await send({ to: { channelId, phone } }, stranger),
    ];
    const withoutId = (text = ''): string => text.replace(/"requestId":"[^"]+"/, '');
    expect(answers.map(({ status, body }) => [status, body.errors?.[0]?.field])).toEqual(
      answers.map(() => [400, 'to.channelId']),
    );
    expect(new Set(answers.map(({ text }) => withoutId(text))).size).toBe(1);
    expect(await traces()).toEqual(before);
  });

  it('does not send in the chat of another operator', async () => {
    const { chatId, phone } = await hand.aChat();
    const other = await hand.desk.app.signedIn();
    await hand.desk.app.addMember({ id: channelId }, other);
    await hand.desk.app.rows(`update channels set access_policy = 'own_and_unassigned' where id = $1`, [channelId]);
    await hand.desk.app.rows('update chats set assignee_id = $2 where id = $1', [chatId, hand.desk.operator.id]);
    const answer = await send({ to: { channelId, phone } }, other);
    expect([answer.status, answer.body.code]).toEqual([409, 'CHAT_OF_ANOTHER']);
    expect((await send({ to: { channelId, phone } })).status).toBe(200);
  });

  it.each([
    ['neither', {}, 'chatId'],
    ['both', { chatId: 1, to: { channelId: 1, phone: '77011234567' } }, 'to'],
    ['null', { to: null }, 'to'],
    ['a text', { to: '77011234567' }, 'to'],
    ['a number', { to: 77_011_234_567 }, 'to'],
    ['a list', { to: [{ channelId: 1, phone: '77011234567' }] }, 'to'],
    ['an empty list', { to: [] }, 'to'],
    ['an empty object', { to: {} }, 'to.channelId'],
    ['no channel', { to: { phone: '77011234567' } }, 'to.channelId'],
    ['a channel as text', { to: { channelId: '1', phone: '77011234567' } }, 'to.channelId'],
    ['no phone', { to: { channelId: 1 } }, 'to.phone'],
    ['a phone as number', { to: { channelId: 1, phone: 77_011_234_567 } }, 'to.phone'],
    ['a national phone', { to: { channelId: 1, phone: '0701 123 45 67' } }, 'to.phone'],
    ['an unknown key', { to: { channelId: 1, phone: '77011234567', chatId: 1 } }, 'to.chatId'],
  ])('refuses %s and names the field', async (_, body, field) => {
    const before = await traces();
    const answer = await send(body);
    expect([answer.status, answer.body.errors?.map((error) => error.field)[0]]).toEqual([400, field]);
    expect(answer.body.errors?.[0]).not.toMatchObject({ message: 'is wrong' });
    expect(await traces()).toEqual(before);
  });
});
