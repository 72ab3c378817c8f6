import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StreamRegistry } from '../../src/realtime/connections/stream-registry.service.js';
import { type Frame, WsClient } from '../support/stream-clients.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

/** More than the kernel keeps of one connection, by far. */
const EVENTS = 2_500;

describe('a WebSocket whose reader stands still', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
  });
  afterAll(() => desk.close());

  it('is sent away with what it has read so far, and harms nobody else', async () => {
    const registry = desk.app.app.get(StreamRegistry, { strict: false });
    const [slow, quick] = [
      await WsClient.open(desk.app.url, { token: desk.operator.token }),
      await WsClient.open(desk.app.url, { token: desk.operator.token }),
    ];
    await slow.hello();
    await quick.hello();
    await desk.control('POST', 'inbound', { from: '77015550001', type: 'text', text: { body: 'ж'.repeat(4_000) } });
    const { id } = await slow.until(({ type }) => type === 'message.received');
    slow.socket.pause();
    await desk.app.rows(
      `insert into events (type, version, occurred_at, channel_id, chat_id, message_id, data)
       select e.type, e.version, e.occurred_at, e.channel_id, e.chat_id, e.message_id, e.data
         from (select * from events where type = 'message.received' order by tx desc, id desc limit 1) e, generate_series(1, $1)`,
      [EVENTS],
    );
    const countOf = (client: WsClient): number =>
      client.events.filter(({ type }) => type === 'message.received').length;
    await comesTrue(() => countOf(quick) >= EVENTS + 1);
    await comesTrue(() => registry.size === 1);
    slow.socket.resume();
    await slow.closed;
    expect(countOf(slow)).toBeLessThan(EVENTS);
    // It comes back with its last event, and misses nothing.
    const back = await WsClient.open(desk.app.url, { token: desk.operator.token });
    await back.hello({ after: String(slow.events.at(-1)?.id ?? id) });
    await comesTrue(() => countOf(back) + countOf(slow) >= EVENTS + 1);
    const idsOf = (client: WsClient): (string | undefined)[] => client.events.map((event: Frame) => event.id);
    expect([...idsOf(slow), ...idsOf(back)]).toEqual(idsOf(quick));
    await back.close();
    await quick.close();
  });
});

/** For as long as the test may take: a reader that catches up is served no faster than it reads. */
async function comesTrue(check: () => boolean): Promise<void> {
  while (!check()) await delay(20);
}
