import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  changeOf,
  type CustomerAnswer,
  fresh,
  hear,
  ownerOf,
  preferenceOf,
  textOf,
  userIdUpdateOf,
} from '../support/people.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

const BASE = '/api/waba/operator';

interface ChatAnswer {
  id: number;
  status: string;
  mergedInto: number | null;
  unreadCount: number;
  window: { open: boolean };
  customer: { id: number; name: string | null; phone: string | null; bsuid: string | null };
}

describe('customers', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  const names = (): { phone: string; bsuid: string } => {
    const number = fresh();
    return { phone: `7702${String(number).padStart(7, '0')}`, bsuid: `KZ.55${number}` };
  };
  const customer = (id: number): Promise<{ status: number; body: CustomerAnswer }> =>
    desk.get(`${BASE}/customer/${id}`);
  const chat = async (id: number): Promise<ChatAnswer> => (await desk.get<ChatAnswer>(`${BASE}/chat/${id}`)).body;

  /** Two customers with a chat each who turn out to be one. */
  async function merged(): Promise<{
    phone: string;
    bsuid: string;
    older: number;
    younger: number;
    customerId: number;
    gone: number;
  }> {
    const { phone, bsuid } = names();
    await hear(desk, textOf({ phone }, 10), textOf({ bsuid }, 20));
    const [first, second] = [await ownerOf(desk, phone), await ownerOf(desk, bsuid)];
    await hear(desk, textOf({ phone, bsuid }, 30));
    const [older = 0, younger = 0] = [first.chatIds[0], second.chatIds[0]];
    return { phone, bsuid, older, younger, customerId: first.customerId, gone: second.customerId };
  }

  describe('who turn out to be one person', () => {
    it('become one, and the younger chat gives way to the older', async () => {
      const { phone, bsuid, older, younger, customerId, gone } = await merged();
      expect(await chat(older)).toMatchObject({
        mergedInto: null,
        status: 'open',
        unreadCount: 3,
        customer: { id: customerId, phone, bsuid },
      });
      expect(await chat(younger)).toMatchObject({
        mergedInto: older,
        status: 'closed',
        customer: { id: customerId, phone, bsuid },
      });
      const { body } = await customer(customerId);
      expect(body).toMatchObject({ id: customerId, phone, bsuid });
      expect(body.chats.map(({ id, mergedInto }) => [id, mergedInto])).toEqual([
        [younger, older],
        [older, null],
      ]);
      expect(body.changes).toEqual([
        {
          at: '2026-03-01T11:00:30.000Z',
          kind: 'merged',
          from: null,
          to: null,
          customerId: gone,
          whatsappMessageId: expect.any(String),
        },
      ]);
      expect((await customer(gone)).body).toEqual(body);
    });

    it('are written to in the chat that goes on, and in no other', async () => {
      const { phone, older, younger } = await merged();
      const before = await desk.sendTraces();
      const refused = await desk.send({ chatId: younger, message: 'Сюда уже нельзя' });
      expect([refused.status, refused.body.code, (refused.body as { mergedInto?: number }).mergedInto]).toEqual([
        409,
        'CHAT_MERGED',
        older,
      ]);
      expect(await desk.sendTraces()).toEqual(before);
      const { body } = await desk.get<{ messages: object[] }>(`${BASE}/chat/${younger}/messages`);
      expect(body.messages).toHaveLength(1);
      await desk.control('POST', 'inbound', { from: `+${phone}`, text: 'и ещё' });
      await desk.settled();
      const sent = await desk.send({ chatId: older, message: 'Вот ваш заказ' });
      expect(sent.status).toBe(200);
      expect((await chat(younger)).unreadCount).toBe(1);
    });

    it('get what waits in the chat that gave way, under the names they have then', async () => {
      const { phone, bsuid } = names();
      await desk.control('POST', 'inbound', { from: `+${phone}`, text: 'первый чат' });
      await desk.control('POST', 'inbound', { from: bsuid, text: 'второй чат' });
      await desk.settled();
      const { chatIds } = await ownerOf(desk, bsuid);
      const pause = (pausedAt: Date | null): Promise<unknown> =>
        desk.app.rows('update channels set paused_at = $2 where id = $1', [desk.fixture.channelId, pausedAt]);
      await pause(desk.app.clock.now());
      const waiting = await desk.send({ chatId: chatIds[0], message: 'Подождите' });
      expect(waiting.status).toBe(202);
      await desk.app.rows(`delete from customer_identities where kind = 'bsuid' and customer_id = $1`, [
        (await ownerOf(desk, phone)).customerId,
      ]);
      await hear(desk, textOf({ phone, bsuid }, 3601));
      expect(await chat(chatIds[0] ?? 0)).toMatchObject({ mergedInto: expect.any(Number) });
      await pause(null);
      await desk.statusWhen(waiting.body.message.id, ({ status }) => status === 'read');
      const { sent } = await desk.control<{ sent: { to: string }[] }>('GET', 'sent');
      expect(sent.at(-1)?.to).toBe(`+${phone}`);
    });

    it('are told of as updates of both chats', async () => {
      const { older, younger } = await merged();
      const rows = await desk.app.rows<{ chat_id: number }>(
        `select distinct chat_id from events where type = 'chat.updated' and chat_id = any($1)`,
        [[older, younger]],
      );
      expect(rows).toHaveLength(2);
    });

    it('keep the operator of the chat that gives way, and whoever saw the other as unassigned is told', async () => {
      const { phone, bsuid } = names();
      await hear(desk, textOf({ phone }, 10), textOf({ bsuid }, 20));
      const older = (await ownerOf(desk, phone)).chatIds[0] ?? 0;
      const younger = (await ownerOf(desk, bsuid)).chatIds[0] ?? 0;
      await desk.app.rows('update chats set assignee_id = $2 where id = $1', [younger, desk.operator.id]);
      await hear(desk, textOf({ phone, bsuid }, 30));
      expect(
        await desk.app.rows(
          `select chat_id as "chatId", data from events where type = 'chat.assigned' and chat_id = any($1)`,
          [[older, younger]],
        ),
      ).toEqual([{ chatId: older, data: { from: null, to: desk.operator.id, by: null } }]);
    });

    it('keep the window that was open in either chat', async () => {
      const { phone, bsuid } = names();
      await hear(desk, textOf({ phone }, -2 * 86_400), textOf({ bsuid }, -20), textOf({ phone, bsuid }, -3 * 86_400));
      const [older = 0] = (await ownerOf(desk, phone)).chatIds;
      expect((await chat(older)).window.open).toBe(true);
    });

    it('become one once, however many webhooks say so at the same time', async () => {
      const { phone, bsuid } = names();
      await hear(desk, textOf({ phone }, 1), textOf({ bsuid }, 2));
      const bodies = Array.from({ length: 12 }, (_, index) => [
        textOf({ phone, bsuid }, 10 + index),
        textOf({ phone }, 30 + index),
        textOf({ bsuid }, 50 + index),
      ]).flat();
      expect(await Promise.all(bodies.map((body) => desk.post(body)))).toEqual(bodies.map(() => 200));
      await desk.settled();
      const { customerId, chatIds } = await ownerOf(desk, phone);
      expect(await ownerOf(desk, bsuid)).toEqual({ customerId, chatIds });
      expect(chatIds).toHaveLength(2);
      const [older = 0, younger = 0] = chatIds;
      const counts = await Promise.all([older, younger].map((id) => desk.count(`messages where chat_id = ${id}`)));
      expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(38);
      expect((await customer(customerId)).body.changes).toHaveLength(1);
      expect(await chat(younger)).toMatchObject({ mergedInto: older });
    });

    it('move their chat where the older has none in that channel', async () => {
      const other = await desk.app.createChannel();
      await desk.app.addMember(other, desk.operator);
      const { phone, bsuid } = names();
      await hear(desk, textOf({ phone }, 1), textOf({ bsuid }, 2, other.phoneNumberId), textOf({ phone, bsuid }, 3));
      const { customerId, chatIds } = await ownerOf(desk, phone);
      const { body } = await customer(customerId);
      expect(body.chats.map(({ id, channel, mergedInto }) => [id, channel.id, mergedInto])).toEqual([
        [chatIds[1], other.id, null],
        [chatIds[0], desk.fixture.channelId, null],
      ]);
      const list = await desk.get<{ chats: ChatAnswer[]; nextCursor: string }>(
        `${BASE}/customer/${customerId}/chats?limit=1`,
      );
      expect(list.body.chats.map(({ id }) => id)).toEqual([chatIds[1]]);
      expect(list.headers.get('link')).toContain(`cursor=${list.body.nextCursor}`);
      expect(list.headers.get('event-id')).toEqual(expect.any(String));
      const rest = await desk.get<{ chats: ChatAnswer[]; nextCursor: string | null }>(
        `${BASE}/customer/${customerId}/chats?limit=1&cursor=${list.body.nextCursor}`,
      );
      expect([rest.body.chats.map(({ id }) => id), rest.body.nextCursor]).toEqual([[chatIds[0]], null]);
    });
  });

  describe('whose names change', () => {
    it('keep their chat under a new number and id, and a stranger with the old number gets one of their own', async () => {
      const [old, now, stranger] = [names(), names(), names()];
      await hear(desk, textOf(old, 1), changeOf(old, now, 10), textOf(now, 20));
      const { customerId, chatIds } = await ownerOf(desk, now.bsuid);
      expect(chatIds).toHaveLength(1);
      const { body } = await customer(customerId);
      expect(body).toMatchObject({ phone: now.phone, bsuid: now.bsuid });
      expect(body.identities.map(({ value, until: gone }) => [value, gone === null])).toEqual(
        expect.arrayContaining([
          [old.phone, false],
          [old.bsuid, false],
          [now.phone, true],
          [now.bsuid, true],
        ]),
      );
      expect(body.changes.map(({ kind, from, to }) => [kind, from, to])).toEqual([
        ['number_changed', old.phone, now.phone],
        ['user_id_changed', old.bsuid, now.bsuid],
      ]);
      await hear(desk, textOf({ phone: old.phone, bsuid: stranger.bsuid }, 30));
      expect((await ownerOf(desk, old.phone)).customerId).not.toBe(customerId);
      // What the former owner wrote from it comes late, and is theirs.
      const late = textOf({ phone: old.phone }, 5);
      await hear(desk, late, late);
      expect(await desk.count(`messages where chat_id = ${chatIds[0]}`)).toBe(4);
    });

    it('are found again under an id that only the field of early 2026 told of', async () => {
      const [old, now] = [names(), names()];
      await hear(desk, textOf({ bsuid: old.bsuid }, 1), textOf({ bsuid: now.bsuid }, 20));
      await hear(desk, userIdUpdateOf(old.bsuid, now.bsuid, 10));
      const owner = await ownerOf(desk, now.bsuid);
      expect(await ownerOf(desk, old.bsuid)).toEqual(owner);
      expect((await customer(owner.customerId)).body).toMatchObject({
        bsuid: now.bsuid,
        changes: [{ kind: 'merged' }],
      });
    });

    it('are written to at their new number', async () => {
      const [old, now] = [names(), names()];
      await desk.control('POST', 'inbound', { from: `+${old.phone}`, text: 'старый номер' });
      await desk.control('POST', 'inbound', { from: `+${now.phone}`, text: 'открывает окно у Meta' });
      await desk.settled();
      const {
        chatIds: [chatId = 0],
      } = await ownerOf(desk, old.phone);
      desk.app.clock.advance(2_000);
      const bsuid = async (phone: string): Promise<string> =>
        (await customer((await ownerOf(desk, phone)).customerId)).body.bsuid ?? '';
      const change = changeOf(
        { phone: old.phone, bsuid: await bsuid(old.phone) },
        { phone: now.phone, bsuid: await bsuid(now.phone) },
        3601,
      );
      await hear(desk, change);
      const sent = await desk.send({ chatId, message: 'По новому номеру' });
      expect(sent.status).toBe(200);
      const { sent: all } = await desk.control<{ sent: { to: string }[] }>('GET', 'sent');
      expect(all.at(-1)?.to).toBe(`+${now.phone}`);
    });

    it('stay who they are when old bodies are replayed in any order', async () => {
      const [old, now, stranger] = [names(), names(), names()];
      const bodies = [
        textOf(old, 1),
        changeOf(old, now, 10),
        textOf({ phone: old.phone, bsuid: stranger.bsuid }, 20),
        preferenceOf({ phone: old.phone }, 'stop', 2),
      ];
      await hear(desk, ...bodies);
      const rows = (): Promise<object[]> =>
        desk.app.rows('select kind, value, customer_id, since, released_at from customer_identities order by value');
      const before = [await rows(), await desk.count('customer_changes'), await desk.count('customer_marketing')];
      await hear(desk, ...bodies.reverse(), ...bodies);
      expect([await rows(), await desk.count('customer_changes'), await desk.count('customer_marketing')]).toEqual(
        before,
      );
      const owner = await ownerOf(desk, now.phone);
      expect((await customer(owner.customerId)).body.marketing.optedOut).toBe(true);
      const other = await ownerOf(desk, stranger.bsuid);
      expect((await customer(other.customerId)).body.marketing.optedOut).toBe(false);
    });
  });
});
