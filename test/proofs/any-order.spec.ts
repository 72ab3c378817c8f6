import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ChatsService } from '../../src/chats/chats.service.js';
import { lockNames } from '../../src/database/advisory-locks.js';
import { transaction } from '../../src/database/transaction.js';
import { ApplyItemsService } from '../../src/messages/apply/apply-items.service.js';
import { AttemptEnding, NO_END } from '../../src/messages/dispatch/attempt-ending.service.js';
import { wamidLockName } from '../../src/messages/receipts.service.js';
import { parseWebhook } from '../../src/waba-gateway/protocol/webhook-parser.js';
import {
  itemsOf,
  oursInTheEnd,
  ourWamid,
  type Run,
  runs,
  type Step,
  type Target,
  theirsInTheEnd,
  theirWamid,
} from '../support/any-order.js';
import { envelopeOf, inboundValue, startTestDesk, statusValue, type TestDesk } from '../support/test-desk.js';

const NUM_RUNS = 150;

interface Row {
  id: number;
  status: string;
  errorCode: number | null;
}

const COLUMNS = `id, wamid, status, sent_at as "sentAt", delivered_at as "deliveredAt", read_at as "readAt", failed_at as "failedAt",
  (error->>'code')::integer as "errorCode", reactions, edited_at as "editedAt", deleted_at as "deletedAt", content, details, original`;

/** Below the door of the webhooks, where a transaction can be put where we want it: the parser, the apply and the commit of a send are real. */
describe('a message sent and a message received', () => {
  let desk: TestDesk;
  let count = 0;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  /** A message of ours that is just being posted to Meta. */
  const beginSend = async (): Promise<Target & { messageId: number }> => {
    const { channelId, chatId } = desk.fixture;
    const attemptId = randomUUID();
    const [row] = await desk.app.rows<{ id: number }>(
      `with message as (
         insert into messages (chat_id, channel_id, direction, origin, type, content, timestamp, created_at, status)
         values ($1, $2, 'out', 'operator', 'text', 'x', $4, $4, 'pending') returning id
       ), attempt as (
         insert into send_attempts (id, message_id, channel_id, number, state, created_at, posting_at)
         select $3::uuid, id, $2, 1, 'posting', $4, $4 from message
       )
       select id from message`,
      [chatId, channelId, attemptId, desk.app.clock.now()],
    );
    count += 1;
    return { run: count, attemptId, messageId: row?.id ?? 0 };
  };

  /** The second commit of the send, with the locks that its writer takes. */
  const commit = async ({ attemptId: id, messageId, ...target }: Target & { messageId: number }): Promise<void> => {
    const { channelId, chatId } = desk.fixture;
    const wamid = ourWamid({ attemptId: id, ...target });
    const end = { ...NO_END, state: 'accepted' as const, wamid, httpStatus: 200 };
    await transaction(desk.app.dataSource, async (manager) => {
      await lockNames(manager, [wamidLockName(channelId, wamid)]);
      await desk.app.app.get(ChatsService, { strict: false }).lock(manager, chatId);
      const ending = desk.app.app.get(AttemptEnding, { strict: false });
      await ending.end(manager, { id, messageId, chatId, channelId }, { end, now: desk.app.clock.now() });
    });
  };

  const applyBatch = async (items: readonly { message?: object; status?: object }[]): Promise<void> => {
    const { channelId } = desk.fixture;
    const value = {
      ...inboundValue(
        items.flatMap(({ message }) => message ?? []),
        {},
      ),
      ...statusValue(items.flatMap(({ status }) => status ?? [])),
    };
    const parsed = parseWebhook(Buffer.from(envelopeOf([{ field: 'messages', value }])));
    expect(parsed.problems).toEqual([]);
    const receivedAt = desk.app.clock.now();
    const inbound = parsed.items.flatMap((item) => (item.kind === 'message' ? [{ channelId, receivedAt, item }] : []));
    const receipts = parsed.items.flatMap((item) => (item.kind === 'status' ? [{ channelId, receivedAt, item }] : []));
    const apply = desk.app.app.get(ApplyItemsService, { strict: false });
    await transaction(desk.app.dataSource, (manager) => apply.apply(manager, inbound, receipts));
  };

  const play = async ({ facts, groups }: Run, target: Target & { messageId: number }): Promise<void> => {
    const items = itemsOf(facts, target);
    const step = (batch: readonly Step[]): Promise<void> =>
      batch[0] === 'commit'
        ? commit(target)
        : applyBatch(batch.flatMap((one) => (one === 'commit' ? [] : (items[one] ?? []))));
    for (const group of groups) await Promise.all(group.map(step));
  };

  const rowOf = async (condition: string, value: unknown): Promise<Row | undefined> => {
    const rows = await desk.app.rows<Row>(`select ${COLUMNS} from messages where ${condition} = $1`, [value]);
    expect(rows).toHaveLength(1);
    return rows[0];
  };

  it('end in the rows the pure model says, in every order, with every repetition, in every batch, whenever the send commits', async () => {
    const before = await desk.count('messages');
    const committedAt = desk.app.clock.now();
    await fc.assert(
      fc.asyncProperty(runs, async (run) => {
        const target = await beginSend();
        await play(run, target);
        expect(await rowOf('id', target.messageId)).toMatchObject(oursInTheEnd(run.facts, target, committedAt));
        const theirs = await rowOf('wamid', theirWamid(target));
        expect(theirs).toMatchObject(theirsInTheEnd(run.facts, target));
        const events = await desk.app.rows<{ type: string; count: number }>(
          'select type, count(*)::integer as count from events where message_id = any($1) group by type',
          [[target.messageId, theirs?.id]],
        );
        const times = new Map(events.map(({ type, count: n }) => [type, n]));
        expect(times.get('message.received')).toBe(1);
        for (const type of ['message.sent', 'message.delivered', 'message.read', 'message.failed']) {
          expect(times.get(type) ?? 0).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: NUM_RUNS },
    );
    expect(await desk.count('messages')).toBe(before + 2 * count);
    const [chat] = await desk.app.rows('select message_count, unread_count from chats where id = $1', [desk.chatId]);
    // The messages of ours were written past the counter.
    expect(chat).toEqual({ message_count: count + 1, unread_count: count + 1 });
  }, 120_000);
});
