import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Reconciler } from '../../src/messages/dispatch/reconciler.service.js';
import { ChangesDesk, iso } from '../support/changes-desk.js';
import { storeMessages } from '../support/stored-messages.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

describe('a change of a message', () => {
  let desk: TestDesk;
  let customer: ChangesDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
    customer = new ChangesDesk(desk);
    await desk.control('PUT', 'faults', { receipts: 'none' });
  });
  afterAll(() => desk.close());

  it('is refused of a message of another chat and of ours, and kept', async () => {
    const stranger = '77016660000';
    const target = customer.wamid();
    const sent = await customer.sendOne();
    const foreign = [customer.edits(target, 'чужое', 1, stranger), customer.revokes(target, 2, stranger)];
    await customer.post([customer.says(target, 'моё')], foreign);
    await customer.post([customer.edits(sent.wamid, 'подмена')], [customer.revokes(sent.wamid)]);
    const [unknown, before] = [customer.wamid(), await customer.parked()];
    await customer.post([customer.edits(unknown, 'чужое', 1, stranger)]);
    expect(await customer.parked()).toBe(before + 1);
    await customer.post([customer.says(unknown, 'моё')]);
    expect(await customer.parked()).toBe(before);
    for (const id of [target, unknown]) {
      expect(await customer.seen(id)).toMatchObject({ content: 'моё', editedAt: null, deletedAt: null });
    }
    expect(await customer.seen(sent.id)).toMatchObject({ content: 'x', editedAt: null, deletedAt: null });
    expect(await customer.eventsOf(sent.id)).toEqual(['message.queued', 'message.sent']);
    const refused = await desk.app.rows<{ refusal: string }>(
      'select refusal from message_changes where refusal is not null order by id',
    );
    expect(refused.map(({ refusal }) => refusal)).toEqual([
      'other_chat',
      'other_chat',
      'not_the_author',
      'not_the_author',
      'other_chat',
    ]);
  });

  it('waits seven days for its message, and no longer', async () => {
    const [early, late] = [customer.wamid(), customer.wamid()];
    await customer.post([customer.edits(early, 'дождалось')], [customer.edits(late, 'не дождалось')]);
    const sweeper = desk.app.app.get(Reconciler, { strict: false });
    desk.app.clock.advance(7 * 24 * 3_600_000 - 60_000);
    await sweeper.sweep();
    await customer.post([customer.says(early, 'первое')]);
    desk.app.clock.advance(120_000);
    await sweeper.sweep();
    await customer.signIn();
    expect(await customer.parked()).toBe(0);
    await customer.post([customer.says(late, 'первое')]);
    expect(await customer.seen(early)).toMatchObject({ content: 'дождалось' });
    expect(await customer.seen(late)).toMatchObject({ content: 'первое', editedAt: null });
  });

  it('is matched by the sweeper where both were written past each other', async () => {
    const target = customer.wamid();
    await customer.post([customer.edits(target, 'после')]);
    const timestamp = iso(0);
    const { chatId: chat_id } = desk;
    await storeMessages(desk.app, [{ chat_id, channel_id: desk.fixture.channelId, wamid: target, timestamp }]);
    expect((await customer.seen(target)).content).toBe('Здравствуйте');
    await desk.app.app.get(Reconciler, { strict: false }).sweep();
    const message = await customer.seen(target);
    expect(message.content).toBe('после');
    expect(await customer.eventsOf(message.id)).toEqual(['message.updated']);
  });
});
