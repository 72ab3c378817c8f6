import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ScheduleDesk, startScheduleDesk } from '../support/schedule-desk.js';
import { until } from '../support/test-desk.js';

describe('scheduled sends under load', () => {
  let desk: ScheduleDesk;

  beforeAll(async () => {
    desk = await startScheduleDesk();
  });
  afterAll(() => desk.hand.desk.close());

  it('are cancelled or sent, never both, whenever the two meet at their time', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    await desk.hand.faults({ delayMs: 5 });
    const texts = Array.from({ length: 30 }, (_, index) => `гонка ${index}`);
    const ids: number[] = [];
    for (const text of texts) ids.push(await desk.scheduled(chatId, text, 10));
    desk.pass(10);
    // From both ends, so that some cancellations are early and some late.
    const statuses = await Promise.all(ids.map(async (id) => (await desk.hand.cancel(id)).status));
    const ends = await desk.done(ids);
    const sent = await desk.hand.sentTo(phone);
    for (const [index, text] of texts.entries()) {
      const isCancelled = statuses[index] === 200;
      expect([text, statuses[index], ends[index]]).toEqual([
        text,
        isCancelled ? 200 : 409,
        isCancelled ? 'failed' : 'sent',
      ]);
      expect(sent.filter((other) => other === text)).toHaveLength(isCancelled ? 0 : 1);
    }
    expect(statuses).toContain(200);
    await desk.hand.faults({});
  });

  it('are cancelled once by ten at a time', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const id = await desk.scheduled(chatId, 'один раз', 10);
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await desk.hand.cancel(id)).status));
    expect(statuses.sort((a, b) => a - b)).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    desk.pass(10);
    const next = await desk.hand.send(chatId, 'дальше');
    expect(next.status).toBe(200);
    expect(await desk.hand.sentTo(phone)).toEqual(['дальше']);
    expect(await desk.hand.eventsOf(id)).toEqual(['message.queued', 'message.failed']);
  });

  it('leave all, each once and each chat in its order, when two hundred are due in the same second', async () => {
    const chats = [];
    for (let index = 0; index < 10; index += 1) chats.push(await desk.hand.aChat());
    const texts = Array.from({ length: 20 }, (_, index) => `массово ${index}`);
    const ids = (
      await Promise.all(
        chats.map(async ({ chatId }) => {
          const own: number[] = [];
          for (const text of texts) own.push(await desk.scheduled(chatId, text, 60));
          return own;
        }),
      )
    ).flat();
    expect(ids).toHaveLength(200);
    desk.pass(60);
    expect(new Set(await desk.done(ids))).toEqual(new Set(['sent']));
    for (const { phone } of chats) expect(await desk.hand.sentTo(phone)).toEqual(texts);
  });

  it('are taken over from a process that died: what it was posting is uncertain, the next goes on', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const ids = [await desk.scheduled(chatId, 'у умершего', 10), await desk.scheduled(chatId, 'следом', 10)];
    // As a process leaves it that began to post at the due time and died.
    desk.pass(10 - 0.001);
    const { app } = desk.hand.desk;
    await app.rows(
      `update chat_queue set next_at = $2, lease_owner = gen_random_uuid(), lease_expires_at = now() + interval '1 second'
       where chat_id = $1`,
      [chatId, app.clock.now()],
    );
    await app.rows(`update send_attempts set state = 'posting', posting_at = created_at where message_id = $1`, [
      ids[0],
    ]);
    desk.pass(0.001);
    await until(async () => (await desk.hand.get(ids[0] ?? 0)).body.substate === 'uncertain');
    expect(await desk.done(ids.slice(1))).toEqual(['sent']);
    expect(await desk.hand.sentTo(phone)).toEqual(['следом']);
  });

  it('are left to a live process that holds the chat', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const id = await desk.scheduled(chatId, 'ждёт', 10);
    const { app } = desk.hand.desk;
    await app.rows(
      `update chat_queue set lease_owner = gen_random_uuid(), lease_expires_at = now() + interval '1 hour' where chat_id = $1`,
      [chatId],
    );
    desk.pass(10);
    const other = await desk.hand.aChat();
    const later = await desk.scheduled(other.chatId, 'в другом чате', 1);
    desk.pass(1);
    await desk.done([later]);
    expect((await desk.hand.send(chatId, 'за ним', { prefer: 'respond-async' })).body.message.status).toBe('pending');
    expect(await desk.hand.sentTo(phone)).toEqual([]);
    await app.rows('update chat_queue set lease_expires_at = now() where chat_id = $1', [chatId]);
    await desk.done([id]);
    await until(async () => (await desk.hand.sentTo(phone)).length === 2);
    expect(await desk.hand.sentTo(phone)).toEqual(['ждёт', 'за ним']);
  });

  it('and what is sent at once at that moment leave one after the other', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    await desk.hand.faults({ delayMs: 5 });
    const planned = Array.from({ length: 10 }, (_, index) => `план ${index}`);
    const ids: number[] = [];
    for (const text of planned) ids.push(await desk.scheduled(chatId, text, 10));
    desk.pass(9.999);
    const now = Array.from({ length: 10 }, (_, index) => `сразу ${index}`);
    const answers = await Promise.all(
      now.map(async (text, index) => {
        if (index === 4) desk.pass(0.001);
        return desk.hand.send(chatId, text, { prefer: 'respond-async' });
      }),
    );
    await desk.done([...ids, ...answers.map(({ body }) => body.message.id)]);
    const sent = await desk.hand.sentTo(phone);
    expect([...sent].sort()).toEqual([...planned, ...now].sort());
    expect(sent.filter((text) => text.startsWith('план'))).toEqual(planned);
    await desk.hand.faults({});
  });
});
