import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OutcomeRecorder } from '../../src/messages/dispatch/outcome-recorder.service.js';
import { HandDesk, startHandDesk } from '../support/hand-desk.js';
import { receipt, statusValue, type StatusAnswer, until } from '../support/test-desk.js';

const TEN_O_CLOCK = Date.parse('2026-03-01T10:00:00.000Z') / 1000;
const TEN_MINUTES = 10 * 60_000;

interface Attempt {
  id: string;
  wamid: string | null;
  number: number;
  state: string;
}

describe('the attempts of a message', () => {
  let hand: HandDesk;

  beforeAll(async () => {
    hand = await startHandDesk();
  });
  afterAll(() => hand.desk.close());
  beforeEach(() => hand.desk.control('DELETE', 'faults'));

  const attemptsOf = (messageId: number): Promise<Attempt[]> =>
    hand.desk.app.rows('select id, wamid, number, state from send_attempts where message_id = $1 order by number', [
      messageId,
    ]);
  const failed = (wamid: string, code: number, attemptId: string, seconds = 0): object =>
    statusValue([
      receipt(wamid, 'failed', TEN_O_CLOCK + seconds, {
        errors: [{ code, title: `reason ${code}` }],
        biz_opaque_callback_data: attemptId,
      }),
    ]);

  describe('under two wamids', () => {
    /** What is left of one attempt whose failure is told under two wamids, in either order. */
    const settle = async (send: () => Promise<number>, isReversed: boolean): Promise<unknown> => {
      const id = await send();
      const [attempt] = await attemptsOf(id);
      const told = [failed('wamid.2', 131026, attempt?.id ?? ''), failed('wamid.1', 131053, attempt?.id ?? '')];
      for (const value of isReversed ? told.reverse() : told) {
        await hand.desk.postValues(value);
        await hand.desk.settled();
      }
      const [row] = await hand.desk.app.rows(
        `select message.status, message.error, message.wamid = attempt.wamid as agree, attempt.wamid, attempt.graph_code, attempt.failed_at,
           attempt.error as attempt_error
         from messages message join send_attempts attempt on attempt.message_id = message.id where message.id = $1`,
        [id],
      );
      await hand.desk.app.rows('delete from receipts where attempt_id = $1', [attempt?.id]);
      await hand.desk.app.rows('delete from messages where id = $1', [id]);
      return row;
    };

    it('ends in one row, whichever receipt comes first', async () => {
      const send = async (): Promise<number> => (await hand.anUnknown()).id;
      const rows = [await settle(send, false), await settle(send, true)];
      expect(rows[0]).toMatchObject({ status: 'failed', agree: true, wamid: 'wamid.1', graph_code: 131026 });
      expect(rows[0]).toMatchObject({ error: { code: 131026 }, attempt_error: { code: 131026 } });
      expect(rows[1]).toEqual(rows[0]);
    });

    it('keeps the one that WhatsApp answered with', async () => {
      const { chatId } = await hand.aChat();
      await hand.faults({});
      const { body } = await hand.send(chatId, 'ушло');
      const [attempt] = await attemptsOf(body.message.id);
      await hand.desk.postValues(failed('wamid.0', 131026, attempt?.id ?? ''));
      await hand.desk.settled();
      expect(await attemptsOf(body.message.id)).toMatchObject([{ wamid: body.messageId }]);
      expect(await hand.statusOf(body.message.id)).toBe('failed');
    });
  });

  it('lead to it by the wamid of each of them, and nobody else', async () => {
    const { chatId } = await hand.aChat();
    await hand.faults({});
    const { body } = await hand.send(chatId, 'дважды');
    const [first] = await attemptsOf(body.message.id);
    await hand.desk.postValues(failed(body.messageId ?? '', 131026, first?.id ?? ''));
    await hand.desk.settled();
    const again = await hand.retry(body.message.id);
    expect(again.status).toBe(200);
    const wamids = [body.messageId ?? '', again.body.messageId ?? ''];
    expect(new Set(wamids).size).toBe(2);
    for (const wamid of wamids) {
      const path = `/api/waba/operator/message-status/${encodeURIComponent(wamid)}`;
      const { status, body: found } = await hand.call<StatusAnswer>('GET', path);
      expect([status, found.id, found.whatsappMessageId]).toEqual([200, body.message.id, wamids[1]]);
      const stranger = await hand.desk.app.createUser();
      expect((await hand.call('GET', path, { user: stranger })).status).toBe(404);
    }
  });

  it('are six by themselves, and six more after an operator’s retry', async () => {
    const { chatId } = await hand.aChat();
    await hand.faults({ refuse: { code: 131000, times: 12 } });
    const id = await hand.sendAsync(chatId, 'дважды по шесть');
    const goneThrough = async (attempts: number): Promise<void> => {
      await until(async () => {
        hand.desk.app.clock.advance(TEN_MINUTES * 1.5);
        return (await hand.statusOf(id)) === 'failed';
      });
      expect(await attemptsOf(id)).toHaveLength(attempts);
    };
    await goneThrough(6);
    expect((await hand.retry(id)).body.message.substate).toBe('throttled');
    await goneThrough(12);
    expect((await hand.get(id)).body).toMatchObject({ attempts: 12, error: { code: 'UPSTREAM' } });
  });

  describe('whose file could not be handed over', () => {
    /** A message whose chat is leased; its worker reports that the upload failed, or that the post did. */
    const report = async (given: { isLeaseLost: boolean; wasBegun: boolean }): Promise<Attempt[]> => {
      const { chatId } = await hand.aChat();
      const { channelId } = hand.desk.fixture;
      const { app } = hand.desk;
      const [owner, now] = [randomUUID(), app.clock.now()];
      const [message] = await app.rows<{ id: number }>(
        `insert into messages (chat_id, channel_id, direction, origin, type, content, timestamp, created_at, status)
         values ($1, $2, 'out', 'operator', 'image', '', $3, $3, 'pending') returning id`,
        [chatId, channelId, now],
      );
      const messageId = message?.id ?? 0;
      const [attempt] = await app.rows<{ id: string }>(
        `insert into send_attempts (id, message_id, channel_id, number, state, created_at)
         values (gen_random_uuid(), $1, $2, 1, $3, $4) returning id`,
        [messageId, channelId, given.isLeaseLost ? 'posting' : 'queued', now],
      );
      await app.rows(
        `insert into chat_queue (chat_id, channel_id, next_at, lease_owner, lease_expires_at)
         values ($1, $2, $3, $4, now() + interval '1 hour')`,
        [chatId, channelId, now, given.isLeaseLost ? randomUUID() : owner],
      );
      const made = {
        attempt: { id: attempt?.id ?? '', messageId, chatId, channelId },
        outcome: { kind: 'unsent', reason: 'connect' } as const,
        wasBegun: given.wasBegun,
      };
      await app.app.get(OutcomeRecorder, { strict: false }).record(owner, made, now);
      return attemptsOf(messageId);
    };

    it('are tried again by the worker that holds the chat', async () => {
      expect(await report({ isLeaseLost: false, wasBegun: false })).toMatchObject([
        { number: 1, state: 'refused' },
        { number: 2, state: 'queued' },
      ]);
    });

    it('are left to the worker that took the chat over and is posting', async () => {
      expect(await report({ isLeaseLost: true, wasBegun: false })).toMatchObject([{ number: 1, state: 'posting' }]);
    });

    it('are recorded all the same where they had been begun', async () => {
      expect(await report({ isLeaseLost: true, wasBegun: true })).toMatchObject([
        { number: 1, state: 'refused' },
        { number: 2, state: 'queued' },
      ]);
    });
  });
});
