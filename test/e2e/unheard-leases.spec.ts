import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ChannelsService } from '../../src/channels/channels.service.js';
import { ChatQueueRepository } from '../../src/messages/dispatch/chat-queue.repository.js';
import { PendingMessages } from '../../src/messages/send/pending-messages.service.js';
import { InboxRepository } from '../../src/webhook/inbox.repository.js';
import { HandDesk, startHandDesk } from '../support/hand-desk.js';
import { inboundValue, textMessage, until } from '../support/test-desk.js';

/** What pg says of a connection that broke. */
const BROKEN = 'Connection terminated unexpectedly';

describe('when the database did its work and its answer was lost', () => {
  let hand: HandDesk;

  beforeAll(async () => {
    hand = await startHandDesk();
    await hand.desk.control('PUT', 'faults', { receipts: 'none' });
  });
  afterAll(() => hand.desk.close());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const pause = (at: Date | null): Promise<unknown> => hand.desk.app.rows('update channels set paused_at = $1', [at]);

  it('the dispatcher gives back the chats it may have leased, and nobody waits for the lease to end', async () => {
    const queue = hand.desk.app.app.get(ChatQueueRepository, { strict: false });
    const claim = queue.claim.bind(queue);
    const { chatId, phone } = await hand.aChat();
    await pause(hand.desk.app.clock.now());
    await hand.send(chatId, 'из очереди');
    await until(async () => {
      const held = await hand.desk.app.rows('select from chat_queue where chat_id = $1 and lease_owner is not null', [
        chatId,
      ]);
      return held.length === 0;
    });
    let isLost = false;
    jest.spyOn(queue, 'claim').mockImplementation(async (...args) => {
      const chats = await claim(...args);
      if (isLost || chats.length === 0) return chats;
      isLost = true;
      throw new Error(BROKEN);
    });
    await pause(null);
    await until(async () => (await hand.sentTo(phone)).length > 0);
    expect([isLost, await hand.sentTo(phone)]).toEqual([true, ['из очереди']]);
  });

  it('a send is answered 503, is not sent a second time, and does not hold up the next one', async () => {
    const pending = hand.desk.app.app.get(PendingMessages, { strict: false });
    const store = pending.store.bind(pending);
    const { chatId, phone } = await hand.aChat();
    jest.spyOn(pending, 'store').mockImplementationOnce(async (message) => {
      await store(message);
      throw new Error(BROKEN);
    });
    const answer = await hand.send(chatId, 'без ответа', { 'idempotency-key': 'unheard-1' });
    expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([503, 'DB_UNAVAILABLE', '5']);
    await hand.send(chatId, 'следующее');
    await until(async () => (await hand.sentTo(phone)).length > 0);
    const repeat = await hand.send(chatId, 'без ответа', { 'idempotency-key': 'unheard-1' });
    expect([repeat.status, repeat.body.message.substate]).toEqual([202, 'uncertain']);
    expect(await hand.sentTo(phone)).toEqual(['следующее']);
  });

  it('a message whose posting is committed leaves as soon as its channel can be read', async () => {
    const channels = hand.desk.app.app.get(ChannelsService, { strict: false });
    const real = channels.credentialsOf.bind(channels);
    const { chatId, phone } = await hand.aChat();
    // The request asks first, then the worker.
    jest.spyOn(channels, 'credentialsOf').mockImplementationOnce(real).mockRejectedValueOnce(new Error(BROKEN));
    expect((await hand.send(chatId, 'сейчас')).status).toBe(200);
    expect(await hand.sentTo(phone)).toEqual(['сейчас']);
  });

  it('the inbox gives back bodies also where the claim is run after it was given up', async () => {
    const { desk } = hand;
    const inbox = desk.app.app.get(InboxRepository, { strict: false });
    const claim = inbox.claim.bind(inbox);
    const late = jest.fn(async (owner: string) => {
      await claim(owner);
      await desk.app.rows(
        `update webhook_inbox set lease_expires_at = now() + interval '1 hour' where lease_owner = $1`,
        [owner],
      );
      return claim(owner);
    });
    jest.spyOn(inbox, 'claim').mockRejectedValueOnce(new Error(BROKEN)).mockImplementationOnce(late);
    expect(await desk.postValues(inboundValue([textMessage('wamid.UNHEARD', 'дошло')]))).toBe(200);
    await desk.settled();
    expect(late).toHaveBeenCalledTimes(1);
    expect(await desk.app.rows(`select content from messages where wamid = 'wamid.UNHEARD'`)).toEqual([
      { content: 'дошло' },
    ]);
  });
});
