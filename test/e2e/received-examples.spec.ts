import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RECEIVED_INBOUND_EXAMPLES, RECEIVED_WEBHOOK_EXAMPLES } from '../../src/simulator/control/received-examples.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

describe('the examples of the control API', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  it.each(Object.entries(RECEIVED_INBOUND_EXAMPLES))('lets a customer send: %s', async (_, { value }) => {
    const { wamid, webhookStatus } = await desk.control<{ wamid: string; webhookStatus: number }>(
      'POST',
      'inbound',
      value,
    );
    expect(webhookStatus).toBe(200);
    await desk.settled();
    expect(await desk.count(`messages where wamid = '${wamid}' and content not in ('', '[unsupported message]')`)).toBe(
      1,
    );
  });

  it.each(Object.entries(RECEIVED_WEBHOOK_EXAMPLES))(
    'posts what comes beside messages: %s',
    async (name, { value }) => {
      const dead = await desk.count(`webhook_inbox where state = 'dead'`);
      const { webhookStatus } = await desk.control<{ webhookStatus: number[] }>('POST', 'webhook', value);
      expect(webhookStatus).toEqual([200]);
      await desk.settled();
      expect(await desk.count(`webhook_inbox where state = 'dead'`)).toBe(dead + (name === 'groupMessage' ? 1 : 0));
    },
  );

  it('leave the chat, the number and the old conversation as they say', async () => {
    const rows = await desk.app.rows(
      `select content, origin, details ? 'referral' as "isFromAd" from messages
       where wamid in ('wamid.echo-1', 'wacid.missed-1', 'wacid.call-1', 'wamid.history-1', 'wamid.history-2') order by wamid`,
    );
    expect(rows).toMatchObject([
      { content: 'Call, 2 min', origin: 'customer' },
      { content: 'Missed call', origin: 'customer' },
      { content: 'Отвечаю с рабочего телефона', origin: 'phone_app' },
      { content: 'Добрый день! Сколько стоит доставка?', origin: 'customer' },
      { content: 'По городу бесплатно.', origin: 'phone_app' },
    ]);
    expect(await desk.app.rows('select quality, name_status, account_status from channels')).toEqual([
      { quality: 'flagged', name_status: 'APPROVED', account_status: 'disconnected' },
    ]);
  });
});
