import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATOR_ID } from '../../src/sandbox/seed/demo-people.js';
import { SCHEDULED_CHAT_ID, SCHEDULED_MESSAGE_ID } from '../../src/sandbox/seed/scheduled-message.js';
import { type DemoDesk, startDemoDesk } from '../support/demo-desk.js';
import { until } from '../support/test-desk.js';

const HOUR = 60 * 60 * 1000;

describe('the scheduled message of the sandbox', () => {
  let desk: DemoDesk;

  beforeAll(async () => {
    desk = await startDemoDesk();
  });
  afterAll(() => desk.close());

  const get = async <T>(path: string): Promise<T> => {
    const token = await desk.app.tokenOf({ id: OPERATOR_ID });
    return (await desk.app.call<T>('GET', `/api/waba/operator/${path}`, { token })).body;
  };

  it('waits for tomorrow, no last message of its chat, and leaves then', async () => {
    const message = `message/${SCHEDULED_MESSAGE_ID}`;
    const at = '2026-03-02T09:00:00.000Z';
    expect(await get(message)).toMatchObject({ status: 'pending', substate: 'scheduled', scheduledAt: at });
    const { total, messages } = await get<{ total: number; messages: { id: number }[] }>(
      `chat/${SCHEDULED_CHAT_ID}/messages`,
    );
    expect([total, messages.length]).toEqual([messages.length, total]);
    const chat = await get<{ lastMessage: { id: number } }>(`chat/${SCHEDULED_CHAT_ID}`);
    expect(chat.lastMessage.id).not.toBe(SCHEDULED_MESSAGE_ID);
    desk.app.clock.advance(21 * HOUR);
    await until(async () => (await get<{ status: string }>(message)).status !== 'pending');
    expect((await get<{ status: string }>(message)).status).not.toBe('failed');
  });
});
