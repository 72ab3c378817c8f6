import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HandDesk, startHandDesk } from '../support/hand-desk.js';
import { receipt, statusValue, until } from '../support/test-desk.js';

const PATH = '/api/waba/operator/message';
const MINUTE = 60_000;

describe('one message in the operator’s hand', () => {
  let hand: HandDesk;

  beforeAll(async () => {
    hand = await startHandDesk();
  });
  afterAll(() => hand.desk.close());
  beforeEach(() => hand.desk.control('DELETE', 'faults'));

  it.each([
    ['GET', ''],
    ['POST', '/retry'],
    ['DELETE', ''],
    ['GET', '/story'],
  ])('is, to %s …%s, the same 404 whether it is foreign or missing', async (method, suffix) => {
    const { id } = await hand.aFailed();
    const stranger = await hand.desk.app.signedIn();
    const ask = async (path: string, user?: { id: number }): Promise<string> => {
      const answer = await hand.call(method, path, user === undefined ? {} : { user });
      expect([answer.status, answer.body['code']]).toEqual([404, 'MESSAGE_NOT_FOUND']);
      return answer.text.replace(/"requestId":"[^"]+"/, '').replace(/"instance":"[^"]+"/, '');
    };
    expect(await ask(`${PATH}/${id}${suffix}`, stranger)).toBe(await ask(`${PATH}/999999${suffix}`));
    expect((await hand.call(method, `${PATH}/wamid.x${suffix}`)).status).toBe(400);
    expect(await hand.statusOf(id)).toBe('failed');
  });

  describe(`GET ${PATH}/:id`, () => {
    it('shows the message as the history does, with its chat and its attempts, and costs a 304 unchanged', async () => {
      const { chatId } = await hand.aChat();
      await hand.faults({});
      const { body } = await hand.send(chatId, 'Здравствуйте!');
      const answer = await hand.get(body.message.id);
      const history = await hand.call<{ messages: { id: number }[] }>(
        'GET',
        `/api/waba/operator/chat/${chatId}/messages`,
      );
      const shown = history.body.messages.find(({ id }) => id === body.message.id);
      expect(answer.body).toEqual({ ...shown, chatId, attempts: 1, nextAttemptAt: null, versions: [] });
      const headers = { 'if-none-match': answer.headers.get('etag') ?? '' };
      expect((await hand.call('GET', `${PATH}/${body.message.id}`, { headers })).status).toBe(304);
    });
  });

  describe(`DELETE ${PATH}/:id`, () => {
    it('takes back what waits, and what waited behind it goes on', async () => {
      const { chatId, phone } = await hand.aChat();
      await hand.faults({ refuse: { code: 131000, times: 1 } });
      const head = await hand.sendAsync(chatId, 'первое');
      await until(async () => (await hand.get(head)).body.substate === 'throttled');
      const next = await hand.sendAsync(chatId, 'второе');
      const answer = await hand.cancel(head);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        id: head,
        chatId,
        status: 'failed',
        substate: null,
        error: { code: 'CANCELLED' },
      });
      await until(async () => (await hand.statusOf(next)) === 'sent');
      expect(await hand.sentTo(phone)).toEqual(['второе']);
      expect(await hand.eventsOf(head)).toEqual(['message.queued', 'message.failed']);
      expect((await hand.cancel(head)).status).toBe(409);
      expect((await hand.retry(head)).status).toBe(200);
      expect(await hand.sentTo(phone)).toEqual(['второе', 'первое']);
    });

    it('refuses what has left, what may have left, and the customer’s own', async () => {
      const { chatId } = await hand.aChat();
      await hand.faults({});
      const sent = (await hand.send(chatId, 'ушло')).body.message.id;
      await hand.faults({ dropAfterAccept: { times: 1 } });
      const uncertain = (await hand.send(chatId, 'неизвестно')).body.message.id;
      const [inbound] = await hand.desk.app.rows<{ id: number }>(
        `select id from messages where chat_id = $1 and direction = 'in'`,
        [chatId],
      );
      for (const id of [sent, uncertain, inbound?.id ?? 0]) {
        const answer = await hand.cancel(id);
        expect([answer.status, answer.body.code]).toEqual([409, 'MESSAGE_STATE']);
      }
      expect([await hand.statusOf(sent), await hand.statusOf(uncertain)]).toEqual(['sent', 'pending']);
    });

    it('answers the request that still waits for the message', async () => {
      const { chatId, phone } = await hand.aChat();
      await hand.faults({ delayMs: 1_000 });
      const first = hand.send(chatId, 'медленное');
      await until(
        async () => (await hand.desk.count(`messages where chat_id = ${chatId} and content = 'медленное'`)) === 1,
      );
      const second = hand.send(chatId, 'передумал');
      const where = `messages where chat_id = ${chatId} and content = 'передумал'`;
      await until(async () => (await hand.desk.count(where)) === 1);
      const [row] = await hand.desk.app.rows<{ id: number }>(
        `select id from messages where chat_id = $1 and content = 'передумал'`,
        [chatId],
      );
      expect((await hand.cancel(row?.id ?? 0)).status).toBe(200);
      const answer = await second;
      expect([answer.status, answer.body.code]).toEqual([409, 'CANCELLED']);
      expect((await first).status).toBe(200);
      expect(await hand.sentTo(phone)).toEqual(['медленное']);
    });

    it('waits for who is handing it over, and is then too late', async () => {
      const { chatId } = await hand.aChat();
      await hand.desk.app.rows('update channels set paused_at = now()');
      const { id } = (await hand.send(chatId, 'на пороге')).body.message;
      const dispatcher = hand.desk.app.dataSource.createQueryRunner();
      await dispatcher.startTransaction();
      await dispatcher.query('select 1 from chats where id = $1 for update', [chatId]);
      const answer = hand.cancel(id);
      const isBlocked = `pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      await until(async () => (await hand.desk.count(isBlocked)) > 0);
      await dispatcher.query(`update send_attempts set state = 'posting', posting_at = now() where message_id = $1`, [
        id,
      ]);
      await dispatcher.commitTransaction();
      await dispatcher.release();
      expect((await answer).status).toBe(409);
      await hand.desk.app.rows('update channels set paused_at = null');
    });

    it('refuses a retry of what the customer may have already', async () => {
      const { id } = await hand.anUnknown();
      await hand.faults({ refuse: { code: 131000, times: 1 } });
      expect((await hand.retry(id, { acceptDuplicate: true })).body.message.substate).toBe('throttled');
      expect((await hand.cancel(id)).status).toBe(409);
      expect(await hand.statusOf(id)).toBe('pending');
    });

    it('either cancels or is too late, whenever it meets the dispatcher', async () => {
      const { chatId, phone } = await hand.aChat();
      await hand.faults({ delayMs: 5 });
      const texts = Array.from({ length: 30 }, (_, index) => `гонка ${index}`);
      const outcomes = await Promise.all(
        texts.map(async (text) => {
          const id = await hand.sendAsync(chatId, text);
          return { id, text, status: (await hand.cancel(id)).status };
        }),
      );
      for (const { id } of outcomes) await until(async () => (await hand.statusOf(id)) !== 'pending');
      const sent = await hand.sentTo(phone);
      const isCancelled = (status: number): boolean => status === 200;
      expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([200, 409]));
      for (const { id, text, status } of outcomes) {
        expect([text, sent.filter((other) => other === text).length]).toEqual([text, isCancelled(status) ? 0 : 1]);
        expect(await hand.statusOf(id)).toBe(isCancelled(status) ? 'failed' : 'sent');
      }
    });
  });

  describe(`GET ${PATH}/:id/story`, () => {
    it('tells in both languages what happened, oldest first', async () => {
      const { chatId } = await hand.aChat();
      await hand.faults({ refuse: { code: 131056, times: 1 } });
      const id = (await hand.send(chatId, 'история')).body.message.id;
      await hand.cancel(id);
      hand.desk.app.clock.advance(MINUTE);
      const answer = await hand.retry(id);
      expect(answer.status).toBe(200);
      const wamid = answer.body.messageId ?? '';
      const at = Math.floor(hand.desk.app.clock.now().getTime() / 1000);
      hand.desk.app.clock.advance(5_000);
      await hand.desk.postValues(statusValue([receipt(wamid, 'read', at + 3)]));
      await hand.desk.settled();
      hand.desk.app.clock.advance(1_000);
      await hand.desk.postValues(statusValue([receipt(wamid, 'delivered', at + 2)]));
      await hand.desk.settled();
      const email = hand.desk.operator.email;
      const story = await hand.story(id);
      expect(story.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
        `queued: Queued by ${email}.`,
        'began: Attempt 1: on its way to WhatsApp.',
        expect.stringMatching(
          /^throttled: WhatsApp asked to slow down: .+ \(131056\)\. It is tried again at 20\d\d-.+ UTC\.$/,
        ),
        `cancelled: Cancelled by ${email}.`,
        `retried: Sent again by ${email}.`,
        'began: Attempt 3: on its way to WhatsApp.',
        'accepted: WhatsApp accepted it.',
        'delivered: Delivered to the customer’s phone.',
        'read: Read by the customer; this was reported before “delivered”.',
      ]);
      const times = story.map((step) => step.at);
      expect(times).toEqual([...times].sort());
      expect((await hand.story(id, 'ru')).map(({ text }) => text)).toContain(`Отменено: ${email}.`);
    });

    it('is short for the customer’s own message', async () => {
      const { chatId } = await hand.aChat();
      const [inbound] = await hand.desk.app.rows<{ id: number }>('select id from messages where chat_id = $1', [
        chatId,
      ]);
      expect((await hand.story(inbound?.id ?? 0)).map(({ kind }) => kind)).toEqual(['received']);
    });
  });
});
