import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf } from '../support/code-of.js';
import { ChangesDesk, iso } from '../support/changes-desk.js';
import { CUSTOMER_PHONE, receipt, startTestDesk, statusValue, type TestDesk } from '../support/test-desk.js';

interface ChatRow {
  message_count: number;
  unread_count: number;
  last_message_id: number;
  last_inbound_at: Date;
  status: string;
}

describe('what a customer does to messages', () => {
  let desk: TestDesk;
  let customer: ChangesDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
    customer = new ChangesDesk(desk);
    await desk.control('PUT', 'faults', { receipts: 'none' });
  });
  afterAll(() => desk.close());

  const chatRow = async (): Promise<ChatRow> => {
    const [row] = await desk.app.rows<ChatRow>('select * from chats where id = $1', [desk.chatId]);
    if (row === undefined) throw new Error('the chat is gone');
    return row;
  };

  describe('a reaction', () => {
    it('stands on its message and nowhere else, and tells of itself once', async () => {
      const target = customer.wamid();
      await customer.post([customer.says(target, 'как вам?')]);
      const before = await chatRow();
      const reaction = customer.reacts(target, '👍', 3);
      await customer.post([reaction], [reaction], [reaction, reaction]);
      const message = await customer.seen(target);
      expect(message).toMatchObject({
        content: 'как вам?',
        reactions: [{ emoji: '👍', from: 'customer', at: iso(3) }],
        editedAt: null,
        deletedAt: null,
      });
      expect(await customer.eventsOf(message.id)).toEqual(['message.received', 'message.reaction']);
      const { message_count, unread_count, last_message_id } = before;
      expect(await chatRow()).toMatchObject({ message_count, unread_count, last_message_id });
    });

    it('gives way to a later one and goes when it is taken back, whatever comes first', async () => {
      for (const removal of ['', undefined]) {
        const [a, b, c] = [customer.wamid(), customer.wamid(), customer.wamid()];
        await customer.post([customer.says(a, 'а'), customer.says(b, 'б'), customer.says(c, 'в')]);
        await customer.post([customer.reacts(a, '👍', 1)], [customer.reacts(a, '❤️', 2)]);
        await customer.post([customer.reacts(b, '❤️', 2)], [customer.reacts(b, '👍', 1)]);
        await customer.post([customer.reacts(c, removal, 2)], [customer.reacts(c, '👍', 1)]);
        const reactions = await Promise.all([a, b, c].map(async (id) => (await customer.seen(id)).reactions));
        expect(reactions.map((list) => list.length)).toEqual([1, 1, 0]);
        expect(reactions[0]).toEqual(reactions[1]);
        expect(await customer.eventsOf(await customer.idOf(c))).toEqual(['message.received']);
      }
    });

    it('finds our message by the wamid of any attempt, also where that comes later', async () => {
      const sent = await customer.sendOne();
      await customer.post([customer.reacts(sent.wamid, '🙏')]);
      expect((await customer.seen(sent.id)).reactions).toMatchObject([{ emoji: '🙏' }]);
      await desk.control('PUT', 'faults', { receipts: 'none', dropAfterAccept: { times: 1 } });
      const { id } = await customer.sendOne();
      const graph = await desk.control<{ sent: { wamid: string }[] }>('GET', 'sent');
      const late = graph.sent.at(-1)?.wamid ?? '';
      await customer.post([customer.reacts(late, '👀')]);
      expect((await customer.seen(id)).reactions).toEqual([]);
      const [attempt] = await desk.app.rows<{ id: string }>('select id from send_attempts where message_id = $1', [id]);
      await desk.postValues(
        statusValue([receipt(late, 'sent', 1_772_366_400, { biz_opaque_callback_data: attempt?.id })]),
      );
      await desk.settled();
      expect((await customer.seen(id)).reactions).toMatchObject([{ emoji: '👀' }]);
      expect(await customer.eventsOf(id)).toEqual(['message.queued', 'message.sent', 'message.reaction']);
    });

    it('keeps the window open, is nothing unread and opens no closed chat', async () => {
      await desk.app.rows(
        `update chats set status = 'closed', last_inbound_at = $2::timestamptz - interval '2 days' where id = $1`,
        [desk.chatId, iso(0)],
      );
      const before = await chatRow();
      expect((await desk.send({ chatId: desk.chatId, message: 'x' })).status).toBe(409);
      await customer.post([customer.reacts('wamid.NOT_KNOWN_YET', '👍', 5)]);
      expect(await chatRow()).toEqual({ ...before, last_inbound_at: new Date(iso(5)), updated_at: expect.any(Date) });
      await desk.app.rows(`update chats set status = 'open' where id = $1`, [desk.chatId]);
      expect((await desk.send({ chatId: desk.chatId, message: 'x' })).status).toBe(200);
      await desk.app.rows(`delete from message_changes where target_wamid = 'wamid.NOT_KNOWN_YET'`);
    });

    it('of somebody new makes a chat without messages', async () => {
      const from = '77019998877';
      await customer.post([customer.item('reaction', { message_id: 'wamid.FROM_THE_PHONE', emoji: '👍' }, 1, from)]);
      const [chat] = await desk.app.rows<{ id: number }>(
        `select chats.* from chats join customer_identities using (customer_id) where value = $1`,
        [from],
      );
      expect(chat).toMatchObject({ message_count: 0, unread_count: 0, last_message_id: null });
      const events = await desk.app.rows('select type from events where chat_id = $1 order by tx, id', [chat?.id]);
      expect(events).toEqual([{ type: 'chat.created' }, { type: 'chat.updated' }]);
    });
  });

  describe('an edit', () => {
    it.each([
      ['after it', false],
      ['before it', true],
    ])('%s changes the message and keeps what it said', async (_, isFirst) => {
      const target = customer.wamid();
      const bodies = [
        [customer.says(target, 'первое')],
        [customer.edits(target, 'второе', 2)],
        [customer.edits(target, 'третье', 3)],
      ];
      await customer.post(...(isFirst ? bodies.reverse() : bodies));
      const message = await customer.seen(target);
      expect(message).toMatchObject({
        type: 'text',
        content: 'третье',
        details: { body: 'третье' },
        editedAt: iso(3),
        deletedAt: null,
        versions: [
          { content: 'первое', at: iso(0) },
          { content: 'второе', at: iso(2) },
        ],
      });
      const updates = isFirst ? ['message.updated'] : ['message.updated', 'message.updated'];
      expect(await customer.eventsOf(message.id)).toEqual(['message.received', ...updates]);
    });

    it('is nothing new where a later one was there before, or it comes again', async () => {
      const target = customer.wamid();
      const last = customer.edits(target, 'последнее', 9);
      await customer.post(
        [customer.says(target, 'первое')],
        [last],
        [customer.edits(target, 'раннее', 8)],
        [last, last],
      );
      const message = await customer.seen(target);
      expect(message).toMatchObject({ content: 'последнее', editedAt: iso(9) });
      expect(await customer.eventsOf(message.id)).toEqual(['message.received', 'message.updated']);
    });

    it('changes a caption and leaves the rest of the file', async () => {
      const target = customer.wamid();
      const image = { id: '1', mime_type: 'image/jpeg', sha256: 'n4bQ', caption: 'до' };
      const message = { type: 'image', image: { caption: 'после' } };
      await customer.post([{ from: CUSTOMER_PHONE, id: target, timestamp: '1772366400', type: 'image', image }]);
      await customer.post([customer.item('edit', { original_message_id: target, message }, 1)]);
      expect(await customer.seen(target)).toMatchObject({
        type: 'image',
        content: 'после',
        details: { ...image, caption: 'после' },
      });
    });
  });

  describe('a revoke', () => {
    it.each([
      ['last', [0, 1, 2, 3]],
      ['before an edit', [0, 3, 2, 1]],
      ['before its message', [3, 2, 1, 0]],
    ])('%s takes the words away for good', async (_, order) => {
      const target = customer.wamid();
      const items = [
        customer.says(target, 'секрет'),
        customer.edits(target, 'тоже секрет', 2),
        customer.reacts(target, '👍', 3),
        customer.revokes(target, 1),
      ];
      await customer.post(...order.map((index) => [items[index] ?? {}]));
      const message = await customer.seen(target);
      expect(message).toMatchObject({
        type: 'text',
        content: '[message deleted]',
        details: {},
        reactions: [],
        editedAt: null,
        deletedAt: iso(1),
        versions: [],
      });
      const history = await desk.get(`/api/waba/operator/chat/${desk.chatId}/messages?limit=200`);
      expect(history.text).not.toContain('секрет');
      expect((await customer.eventsOf(message.id)).at(-1)).toBe('message.updated');
    });

    it('takes the file away, also from who has a link already', async () => {
      const target = customer.wamid();
      const { body } = await desk.send({
        chatId: desk.chatId,
        type: 'image',
        mediaUrl: 'https://example.com/photo.jpg',
        message: 'Фото',
      });
      await customer.post([customer.says(target, 'как бы фото')]);
      // Until we download what customers send, an inbound file is one of ours lent to their message.
      const [row] = await desk.app
        .rows<{ mediaId: number }>(
          'update messages set media_id = (select media_id from messages where id = $1) where wamid = $2 returning media_id as "mediaId"',
          [body.message.id, target],
        )
        .then((result) => result.flat() as { mediaId: number }[]);
      const file = `/api/waba/operator/media/${row?.mediaId}`;
      const link = new URL((await customer.seen(target)).mediaUrl ?? '');
      expect((await desk.get(file)).status).toBe(200);
      await customer.post([customer.revokes(target)]);
      expect((await customer.seen(target)).mediaUrl).toBeNull();
      expect(await codeOf(desk.get(file))).toEqual([404, 'MEDIA_NOT_FOUND']);
      expect(await codeOf(desk.app.call('GET', `${link.pathname}${link.search}`))).toEqual([404, 'MEDIA_NOT_FOUND']);
    });
  });
});
