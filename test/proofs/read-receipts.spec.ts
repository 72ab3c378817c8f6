import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NumberRate } from '../../src/messages/dispatch/number-rate.service.js';
import { type ReadingDesk, startReadingDesk } from '../support/reading-desk.js';
import { until } from '../support/test-desk.js';

const HOUR_MS = 3_600_000;

describe('the read receipt', () => {
  let world: ReadingDesk;

  beforeAll(async () => {
    world = await startReadingDesk();
  });
  afterAll(() => world.desk.close());
  beforeEach(() => world.settle());

  it('is not sent where the channel never does', async () => {
    await world.setReceipts('never');
    const wamid = await world.write();
    expect((await world.read()).body.unreadCount).toBe(0);
    expect(await world.waiting()).toEqual([]);
    expect(await world.marksOf(wamid)).toEqual([]);
  });

  it('is dropped where the channel ceases to send any while it waits', async () => {
    await world.refuse(131016, 60);
    const wamid = await world.write();
    await world.read();
    await world.failedOnce(wamid);
    await world.setReceipts('never');
    await world.desk.control('PUT', 'faults', {});
    world.desk.app.clock.advance(5_000);
    await world.nothingWaits();
    expect(await world.marksOf(wamid)).toEqual([]);
  });

  it('survives an outage of WhatsApp, and the newest alone is sent in the end', async () => {
    await world.refuse(131016, 60);
    const older = await world.write();
    await world.read();
    await world.failedOnce(older);
    const newer = await world.write();
    await world.read();
    await world.failedOnce(newer);
    expect(await world.waiting()).toHaveLength(1);
    world.desk.app.clock.advance(60_000);
    await world.marked(newer);
    await world.nothingWaits();
    expect([await world.marksOf(older), await world.marksOf(newer)]).toEqual([[], ['read']]);
  });

  it('is taken up by whoever looks where the process died that sent it', async () => {
    await world.refuse(131016, 60);
    const wamid = await world.write();
    await world.read();
    await world.failedOnce(wamid);
    await world.desk.control('PUT', 'faults', {});
    await world.desk.app.rows(
      `update chat_read_receipts set next_at = $1, leased_until = clock_timestamp() + interval '1 hour'`,
      [world.desk.app.clock.now()],
    );
    await world.read();
    expect(await world.marksOf(wamid)).toEqual([]);
    await world.desk.app.rows(`update chat_read_receipts set leased_until = clock_timestamp() - interval '1 second'`);
    await world.marked(wamid);
  });

  it('is given up where WhatsApp refuses it for good', async () => {
    await world.refuse(131009, 3_600);
    const wamid = await world.write();
    await world.read();
    await world.nothingWaits();
    expect(await world.marksOf(wamid)).toEqual([]);
  });

  it('is given up after a day', async () => {
    await world.refuse(190, 24 * 3600);
    const wamid = await world.write();
    await world.read();
    await world.failedOnce(wamid);
    world.desk.app.clock.advance(24 * HOUR_MS);
    await world.nothingWaits();
    await world.desk.control('PUT', 'faults', {});
    expect(await world.marksOf(wamid)).toEqual([]);
  });

  it('waits while the channel is paused', async () => {
    await world.asAdmin('POST', '/pause');
    const wamid = await world.write();
    await world.read();
    expect([await world.type(), await world.marksOf(wamid), (await world.waiting()).length]).toEqual([204, [], 1]);
    await world.asAdmin('POST', '/resume');
    await world.marked(wamid);
  });

  it('waits while the number has no call to spare, and that is no failure', async () => {
    const { channelId } = world.desk.fixture;
    await world.desk.app.app.get(NumberRate, { strict: false }).block(channelId, 3_600_000);
    const wamid = await world.write();
    expect([(await world.read()).status, await world.type()]).toEqual([200, 204]);
    await until(async () => (await world.waiting()).some(({ tries, isLeased }) => tries === 0 && !isLeased));
    expect(await world.marksOf(wamid)).toEqual([]);
    await world.desk.app.rows('update channel_rate set blocked_until = null where channel_id = $1', [channelId]);
    await world.marked(wamid);
    expect(await world.marksOf(wamid)).toEqual(['read']);
  });

  it('is not sent of a message older than 30 days', async () => {
    const wamid = await world.write();
    world.desk.app.clock.advance(30 * 24 * HOUR_MS);
    expect((await world.read()).body.unreadCount).toBe(0);
    expect([await world.waiting(), await world.type(), await world.marksOf(wamid)]).toEqual([[], 204, []]);
  });
});
