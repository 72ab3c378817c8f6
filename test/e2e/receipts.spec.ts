import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sample, shuffledSubarray } from 'fast-check';
import { receipt, startTestDesk, statusValue, type StatusAnswer, type TestDesk } from '../support/test-desk.js';

const AT = 1_772_366_400;
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

describe('receipts', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
    await desk.control('PUT', 'faults', { receipts: 'none' });
  });
  afterAll(() => desk.close());

  /** Time for the pair limit to give back what so many messages took of it. */
  const rest = (messages: number): void => desk.app.clock.advance(messages * 6_000);
  const sendOne = async (): Promise<{ id: number; wamid: string }> => {
    rest(1);
    const { body } = await desk.send({ chatId: desk.chatId, message: 'x' });
    return { id: body.message.id, wamid: body.messageId ?? '' };
  };
  const post = async (statuses: object[]): Promise<void> => {
    expect(await desk.postValues(statusValue(statuses))).toBe(200);
    await desk.settled();
  };
  const statusOf = (id: number): Promise<StatusAnswer> => desk.statusWhen(id, () => true);
  /** What must be the same whatever the order: everything but the ids. */
  const outcomeOf = async (id: number): Promise<object> => {
    const { status, delivered, read, sentAt, deliveredAt, readAt, failedAt, error } = await statusOf(id);
    return { status, delivered, read, sentAt, deliveredAt, readAt, failedAt, error };
  };

  it('keep the time of Meta for each status', async () => {
    const { id, wamid } = await sendOne();
    await post([receipt(wamid, 'sent', AT + 1)]);
    await post([receipt(wamid, 'delivered', AT + 2)]);
    await post([receipt(wamid, 'read', AT + 3)]);
    expect(await statusOf(id)).toMatchObject({
      status: 'read',
      sentAt: iso(AT + 1),
      deliveredAt: iso(AT + 2),
      readAt: iso(AT + 3),
      failedAt: null,
    });
  });

  it('end in one and the same row in every order, with every repetition, in one body or in many', async () => {
    const all = [
      ['sent', AT + 1],
      ['delivered', AT + 5],
      ['delivered', AT + 4],
      ['read', AT + 6],
      ['failed', AT + 2],
    ] as const;
    const orders = sample(shuffledSubarray([...all, ...all], { minLength: 10, maxLength: 10 }), {
      numRuns: 25,
      seed: 42,
    });
    const outcomes = new Set<string>();
    for (const order of orders) {
      const { id, wamid } = await sendOne();
      const statuses = order.map(([status, at]) => receipt(wamid, status, at));
      const half = Math.floor(orders.indexOf(order) % 10);
      await Promise.all([post(statuses.slice(0, half)), post(statuses.slice(half))]);
      outcomes.add(JSON.stringify(await outcomeOf(id)));
    }
    expect([...outcomes].map((text): unknown => JSON.parse(text))).toEqual([
      {
        status: 'read',
        delivered: true,
        read: true,
        sentAt: iso(AT + 1),
        deliveredAt: iso(AT + 4),
        readAt: iso(AT + 6),
        failedAt: null,
        error: null,
      },
    ]);
  });

  it.each([
    ['read alone implies delivered', [['read', 3]], { status: 'read', deliveredAt: iso(AT + 3), readAt: iso(AT + 3) }],
    ['played counts as read', [['played', 3]], { status: 'read', readAt: iso(AT + 3) }],
    [
      'delivered after read keeps read',
      [
        ['read', 3],
        ['delivered', 2],
      ],
      { status: 'read', deliveredAt: iso(AT + 2) },
    ],
    [
      'failed ends sent',
      [
        ['sent', 1],
        ['failed', 2],
      ],
      { status: 'failed', failedAt: iso(AT + 2) },
    ],
    [
      'a late sent does not undo failed',
      [
        ['failed', 2],
        ['sent', 1],
      ],
      { status: 'failed', sentAt: iso(AT + 1) },
    ],
    [
      'delivered wins over failed',
      [
        ['failed', 2],
        ['delivered', 3],
      ],
      { status: 'delivered', failedAt: null },
    ],
    [
      'failed after delivered changes nothing',
      [
        ['delivered', 3],
        ['failed', 4],
      ],
      { status: 'delivered', failedAt: null },
    ],
    [
      'the least time of equal receipts counts',
      [
        ['delivered', 9],
        ['delivered', 5],
        ['delivered', 7],
      ],
      { deliveredAt: iso(AT + 5) },
    ],
  ] as [string, [string, number][], object][])('%s', async (_, order, expected) => {
    const { id, wamid } = await sendOne();
    for (const [status, offset] of order) await post([receipt(wamid, status, AT + offset)]);
    expect(await statusOf(id)).toMatchObject(expected);
  });

  it('explain a failure by the code of Meta and close the window with 131047', async () => {
    const { id, wamid } = await sendOne();
    await post([
      receipt(wamid, 'failed', AT + 1, {
        errors: [{ code: 131026, title: 'Message undeliverable', error_data: { details: 'no' } }],
      }),
    ]);
    expect((await statusOf(id)).error).toMatchObject({ code: 'RECIPIENT', provider: { code: 131026, details: 'no' } });
    const other = await sendOne();
    await post([
      receipt(other.wamid, 'failed', AT + 1, { errors: [{ code: 131047, title: 'Re-engagement message' }] }),
    ]);
    expect((await desk.send({ chatId: desk.chatId, message: 'x' })).status).toBe(409);
    await desk.control('POST', 'inbound', { from: '77015550001', type: 'text', text: { body: 'я снова тут' } });
    desk.app.clock.advance(2000);
    await desk.control('POST', 'inbound', { from: '77015550001', type: 'text', text: { body: 'и ещё' } });
    await desk.settled();
    expect((await desk.send({ chatId: desk.chatId, message: 'x' })).status).toBe(200);
  });

  it('wait for a message whose wamid is not known yet, and apply when it is', async () => {
    await desk.control('PUT', 'faults', { receipts: 'none', dropAfterAccept: { times: 1 } });
    const { body } = await desk.send({ chatId: desk.chatId, message: 'x' });
    expect(body.message.status).toBe('pending');
    const { sent } = await desk.control<{ sent: { wamid: string }[] }>('GET', 'sent');
    const wamid = sent.at(-1)?.wamid ?? '';
    await post([receipt(wamid, 'read', AT + 9)]);
    expect((await statusOf(body.message.id)).status).toBe('pending');
    const [attempt] = await desk.app.rows<{ id: string }>('select id from send_attempts where message_id = $1', [
      body.message.id,
    ]);
    await post([receipt(wamid, 'sent', AT + 1, { biz_opaque_callback_data: attempt?.id })]);
    expect(await statusOf(body.message.id)).toMatchObject({
      status: 'read',
      sentAt: iso(AT + 1),
      readAt: iso(AT + 9),
      whatsappMessageId: wamid,
    });
  });

  it('find their message when they race its own commit', async () => {
    await desk.control('PUT', 'faults', { receipts: 'normal' });
    rest(40);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => desk.send({ chatId: desk.chatId, message: 'x' })),
    );
    for (const { body } of answers) await desk.statusWhen(body.message.id, ({ read }) => read);
  });

  it('tell of each change once', async () => {
    await desk.control('PUT', 'faults', { receipts: 'none' });
    const { id, wamid } = await sendOne();
    for (const status of ['delivered', 'delivered', 'sent', 'read', 'delivered']) {
      await post([receipt(wamid, status, AT)]);
    }
    const events = await desk.app.rows<{ type: string }>(
      'select type from events where message_id = $1 order by tx, id',
      [id],
    );
    expect(events.map(({ type }) => type)).toEqual([
      'message.queued',
      'message.sent',
      'message.delivered',
      'message.read',
    ]);
  });
});
