import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsOf, inChat, moreChats } from '../support/access-desk.js';
import { type ReadingDesk, startReadingDesk } from '../support/reading-desk.js';
import type { ApiAnswer } from '../support/test-app.js';
import { CUSTOMER_PHONE } from '../support/test-desk.js';

describe('reading', () => {
  let world: ReadingDesk;

  beforeAll(async () => {
    world = await startReadingDesk();
  });
  afterAll(() => world.desk.close());
  beforeEach(() => world.settle());

  describe('POST chat/:id/read', () => {
    it('marks all as read, once, and tells WhatsApp of the newest alone', async () => {
      const older = await world.write();
      const newest = await world.write();
      const before = (await eventsOf(world.desk, 'chat.read')).length;
      const { status, body } = await world.read();
      const expected = { chatId: world.desk.chatId, readUpToId: await world.idOf(newest), unreadCount: 0 };
      expect([status, body]).toEqual([200, expected]);
      await world.marked(newest);
      expect([await world.marksOf(newest), await world.marksOf(older)]).toEqual([['read'], []]);
      expect((await world.read({})).body).toEqual(expected);
      expect((await eventsOf(world.desk, 'chat.read')).slice(before)).toEqual([
        { data: { readUpToId: expected.readUpToId, unreadCount: 0 } },
      ]);
      await world.nothingWaits();
      expect(await world.marksOf(newest)).toEqual(['read']);
      const { body: chat } = await world.desk.get(
        `/api/waba/operator/chat/${world.desk.chatId}`,
        (await world.operator()).token,
      );
      expect(chat).toMatchObject({ unreadCount: 0, lastMessage: { isReadByOperator: true } });
    });

    it('goes forward only, and counts what is left', async () => {
      const [first, second, third] = [await world.write(), await world.write(), await world.write()];
      expect((await world.read({ messageId: await world.idOf(second) })).body).toMatchObject({
        readUpToId: await world.idOf(second),
        unreadCount: 1,
      });
      await world.marked(second);
      expect((await world.read({ messageId: await world.idOf(first) })).body).toMatchObject({
        readUpToId: await world.idOf(second),
        unreadCount: 1,
      });
      expect(await world.marksOf(first)).toEqual([]);
      expect((await world.read({ messageId: await world.idOf(third) })).body).toMatchObject({ unreadCount: 0 });
    });

    it('takes a message of ours for a place too', async () => {
      const wamid = await world.write();
      const { body: sent } = await world.desk.send(
        { chatId: world.desk.chatId, message: 'Ответ' },
        {},
        (await world.operator()).token,
      );
      expect((await world.read({ messageId: sent.message.id })).body).toMatchObject({
        readUpToId: sent.message.id,
        unreadCount: 0,
      });
      await world.marked(wamid);
    });

    it('has nothing to do in a chat without messages', async () => {
      const [chatId = 0] = await moreChats(world.desk, 1);
      const user = await world.operator();
      expect((await inChat(world.desk, user, 'read', { chatId })).body).toEqual({
        chatId,
        readUpToId: 0,
        unreadCount: 0,
      });
      expect(await eventsOf(world.desk, 'chat.read', chatId)).toEqual([]);
      expect((await inChat(world.desk, user, 'typing', { chatId })).status).toBe(204);
    });

    it.each([
      ['a text', '1'],
      ['zero', 0],
      ['null', null],
      ['an id beyond 2^53', 9_007_199_254_740_992],
      ['a fraction', 1.5],
      ['a list', [1]],
    ])('does not take %s for a message', async (_, messageId) => {
      const { status, body } = await world.read({ messageId });
      expect([status, body]).toMatchObject([400, { code: 'VALIDATION', errors: [{ field: 'messageId' }] }]);
    });

    it('refuses a message of another chat as one that does not exist', async () => {
      const [chatId = 0] = await moreChats(world.desk, 1);
      const [foreign] = await world.desk.app.rows<{ id: number }>(
        `insert into messages (chat_id, channel_id, direction, origin, type, content, wamid, timestamp, status, created_at)
         values ($1, $2, 'in', 'customer', 'text', 'чужое', 'wamid.foreign', now(), 'received', now()) returning id`,
        [chatId, world.desk.fixture.channelId],
      );
      const answers = [await world.read({ messageId: foreign?.id }), await world.read({ messageId: 987_654 })];
      for (const { status, body } of answers) {
        expect([status, body]).toMatchObject([400, { errors: [{ field: 'messageId', code: 'MESSAGE' }] }]);
      }
      expect((await world.read({ messageId: 1, chatId })).status).toBe(400);
    });

    it('never lets the counter drift from the rows, however messages and readers meet', async () => {
      const user = await world.operator();
      const writes = Array.from({ length: 30 }, (_, index) =>
        world.desk.control('POST', 'inbound', {
          from: CUSTOMER_PHONE,
          type: 'text',
          text: { body: `Вопрос ${index}` },
        }),
      );
      const reads = Array.from({ length: 30 }, (_, index) =>
        inChat(world.desk, user, index % 5 === 0 ? 'typing' : 'read'),
      );
      const answers = await Promise.all([...writes, ...reads].map((work) => Promise.resolve<unknown>(work)));
      expect(answers.slice(30).map((answer) => (answer as ApiAnswer<unknown>).status < 300)).not.toContain(false);
      await world.desk.settled();
      const { kept, counted } = await world.unread();
      expect(kept).toBe(counted);
      await world.write();
      await world.write();
      expect((await world.unread()).kept).toBe((await world.unread()).counted);
      expect((await world.read()).body.unreadCount).toBe(0);
      expect(await world.unread()).toEqual({ kept: 0, counted: 0 });
    });
  });

  describe('POST chat/:id/typing', () => {
    it('shows it and marks as read, in one call per five seconds', async () => {
      const wamid = await world.write();
      expect(await Promise.all(Array.from({ length: 10 }, () => world.type()))).toEqual(
        Array.from({ length: 10 }, () => 204),
      );
      expect(await world.marksOf(wamid)).toEqual(['typing']);
      expect(await world.unread()).toEqual({ kept: 0, counted: 0 });
      await world.nothingWaits();
      world.desk.app.clock.advance(5_000);
      await world.type();
      expect(await world.marksOf(wamid)).toEqual(['typing', 'typing']);
      world.desk.app.clock.advance(60_000);
      expect((await world.read()).body.unreadCount).toBe(0);
      expect(await world.marksOf(wamid)).toEqual(['typing', 'typing']);
    });

    it('shows nothing where the channel sends no read receipts, and marks with us alone', async () => {
      await world.setReceipts('never');
      const wamid = await world.write();
      expect([await world.type(), await world.marksOf(wamid), await world.unread()]).toEqual([
        204,
        [],
        { kept: 0, counted: 0 },
      ]);
      expect(await world.waiting()).toEqual([]);
    });

    it('does not wait for a WhatsApp that takes a minute', async () => {
      await world.desk.control('PUT', 'faults', { delayMs: 60_000 });
      const wamid = await world.write();
      expect(await world.type()).toBe(204);
      expect(await world.marksOf(wamid)).toEqual(['typing']);
      // Nobody knows whether it was heard: the receipt goes out by itself.
      await world.desk.control('PUT', 'faults', {});
      world.desk.app.clock.advance(10_000);
      await world.nothingWaits();
      expect(await world.marksOf(wamid)).toEqual(['typing', 'read']);
    });

    it('is nobody’s trouble where WhatsApp refuses, and the receipt still goes out', async () => {
      await world.desk.control('PUT', 'faults', { throttle: { code: 131016, forMs: 5_000 } });
      const wamid = await world.write();
      expect(await world.type()).toBe(204);
      expect([await world.marksOf(wamid), (await world.waiting()).map((row) => row.wamid)]).toEqual([[], [wamid]]);
      world.desk.app.clock.advance(10_000);
      await world.marked(wamid);
      expect(await world.marksOf(wamid)).toEqual(['read']);
    });
  });
});
