import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortedStatuses } from '../support/code-of.js';
import { HandDesk, startHandDesk } from '../support/hand-desk.js';
import { receipt, statusValue, until } from '../support/test-desk.js';

const PATH = '/api/waba/operator/message';
const DAY = 24 * 60 * 60_000;

describe(`POST ${PATH}/:id/retry`, () => {
  let hand: HandDesk;

  beforeAll(async () => {
    hand = await startHandDesk();
  });
  afterAll(() => hand.desk.close());
  beforeEach(() => hand.desk.control('DELETE', 'faults'));

  it('sends a failed message again, once, as an attempt of its own', async () => {
    const { id, phone } = await hand.aFailed();
    const answer = await hand.retry(id);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      success: true,
      messageId: expect.stringMatching(/^wamid\./),
      message: { id, status: 'sent', content: 'не вышло' },
    });
    expect((await hand.get(id)).body).toMatchObject({ status: 'sent', attempts: 2, error: null });
    expect(await hand.sentTo(phone)).toEqual(['не вышло']);
    expect(await hand.eventsOf(id)).toEqual(['message.queued', 'message.failed', 'message.queued', 'message.sent']);
    const audit = await hand.desk.app.rows(
      `select actor_user_id, details from audit_log where action = 'message.retried' and object_id = $1`,
      [String(id)],
    );
    expect(audit).toEqual([
      {
        actor_user_id: hand.desk.operator.id,
        details: expect.objectContaining({ attempt: 2, acceptDuplicate: false }),
      },
    ]);
  });

  it('needs no body, and takes none but its own', async () => {
    const { id } = await hand.aFailed();
    expect((await hand.retry(id, { acceptDuplicate: 'yes' })).status).toBe(400);
    expect((await hand.retry(id, { force: true })).status).toBe(400);
    expect((await hand.call('POST', `${PATH}/${id}/retry`)).status).toBe(200);
  });

  it('answers 202 where the client prefers it, `queued` and not `throttled`', async () => {
    const { id } = await hand.aFailed();
    hand.desk.app.clock.advance(1_000);
    const answer = await hand.call<{ message: object }>('POST', `${PATH}/${id}/retry`, {
      headers: { prefer: 'respond-async' },
    });
    expect(answer.status).toBe(202);
    expect(answer.body.message).toMatchObject({ status: 'pending', substate: 'queued' });
    await until(async () => (await hand.statusOf(id)) === 'sent');
  });

  it('answers as a send does where WhatsApp refuses again', async () => {
    const { id } = await hand.aFailed();
    await hand.faults({ refuse: { code: 131026, times: 1 } });
    const answer = await hand.retry(id);
    expect([answer.status, answer.body.code]).toEqual([422, 'RECIPIENT']);
    expect(answer.body).toMatchObject({ message: { id, status: 'failed' }, provider: { code: 131026 } });
    expect((await hand.get(id)).body.attempts).toBe(2);
  });

  it('makes one attempt of ten requests at once', async () => {
    const { id, phone } = await hand.aFailed();
    const answers = await Promise.all(Array.from({ length: 10 }, () => hand.retry(id)));
    expect(sortedStatuses(answers)).toEqual([200, ...Array<number>(9).fill(409)]);
    expect(new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body.code))).toEqual(
      new Set(['MESSAGE_STATE']),
    );
    expect((await hand.get(id)).body.attempts).toBe(2);
    expect(await hand.sentTo(phone)).toEqual(['не вышло']);
  });

  it('refuses what has not failed: sent, under way, or the customer’s own', async () => {
    const { chatId } = await hand.aChat();
    await hand.faults({ refuse: { code: 131000, times: 1 } });
    const waiting = await hand.sendAsync(chatId, 'ждёт');
    await until(async () => (await hand.get(waiting)).body.substate === 'throttled');
    const [inbound] = await hand.desk.app.rows<{ id: number }>(
      `select id from messages where chat_id = $1 and direction = 'in'`,
      [chatId],
    );
    const other = await hand.aChat();
    const sent = (await hand.send(other.chatId, 'ушло')).body.message.id;
    for (const id of [waiting, inbound?.id ?? 0, sent]) {
      const answer = await hand.retry(id, { acceptDuplicate: true });
      expect([answer.status, answer.body.code]).toEqual([409, 'MESSAGE_STATE']);
    }
    await hand.cancel(waiting);
  });

  it('sends what the customer may have only where the duplicate is accepted', async () => {
    const { id, phone } = await hand.anUnknown();
    const refused = await hand.retry(id);
    expect([refused.status, refused.body.code]).toEqual([409, 'MESSAGE_STATE']);
    expect(refused.body.error).toContain('acceptDuplicate');
    expect(await hand.sentTo(phone)).toEqual(['без ответа']);
    expect((await hand.retry(id, { acceptDuplicate: true })).status).toBe(200);
    expect(await hand.sentTo(phone)).toEqual(['без ответа', 'без ответа']);
  });

  it('does not send again what is heard to have arrived while the retry waits', async () => {
    const { id, phone, chatId } = await hand.anUnknown();
    const [attempt] = await hand.desk.app.rows<{ id: string }>('select id from send_attempts where message_id = $1', [
      id,
    ]);
    await hand.faults({ refuse: { code: 131000, times: 1 } });
    expect((await hand.retry(id, { acceptDuplicate: true })).body.message.substate).toBe('throttled');
    await hand.desk.postValues(
      statusValue([receipt('wamid.LATE', 'delivered', 1_772_366_400, { biz_opaque_callback_data: attempt?.id })]),
    );
    await hand.desk.settled();
    expect((await hand.cancel(id)).status).toBe(409);
    hand.desk.app.clock.advance(10_000);
    const next = await hand.send(chatId, 'дальше');
    expect(next.status).toBe(200);
    expect((await hand.get(id)).body).toMatchObject({ status: 'delivered', error: null });
    expect(await hand.sentTo(phone)).toEqual(['без ответа', 'дальше']);
    expect((await hand.story(id)).map(({ text }) => text)).toContain(
      'Not sent again: the customer has got it after all.',
    );
  });

  it.each([
    [131049, 200],
    [131050, 409],
  ])('refuses Meta’s %i for 24 hours; then the answer is %i', async (code, then) => {
    const { id, phone } = await hand.aFailed(code);
    const early = await hand.retry(id, { acceptDuplicate: true });
    expect([early.status, early.body.code]).toEqual([409, 'MESSAGE_STATE']);
    hand.desk.app.clock.advance(DAY);
    await hand.desk.control('POST', 'inbound', { from: phone, type: 'text', text: { body: 'я тут' } });
    await hand.desk.settled();
    expect((await hand.retry(id)).status).toBe(then);
  });

  it('refuses where only a template may be sent', async () => {
    const { id } = await hand.aFailed();
    hand.desk.app.clock.advance(DAY);
    const answer = await hand.retry(id);
    expect([answer.status, answer.body.code]).toEqual([409, 'WINDOW_CLOSED']);
    expect(answer.body).toMatchObject({ nextStep: 'template' });
    expect((await hand.get(id)).body).toMatchObject({ status: 'failed', attempts: 1 });
  });
});
