import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EndpointDesk, startEndpointDesk } from '../support/endpoint-desk.js';
import { until } from '../support/test-desk.js';

describe('outbound webhooks of three processes on one database', () => {
  let desk: EndpointDesk;

  beforeAll(async () => {
    desk = await startEndpointDesk();
  });
  afterAll(() => desk.close());

  it('tell each event once', async () => {
    await desk.anotherApp();
    await desk.anotherApp();
    const ids = [];
    for (const path of ['a', 'b']) ids.push((await desk.create({ url: `https://erp.example.net/race/${path}` })).id);
    for (let index = 0; index < 25; index += 1) await desk.customerWrites(`гонка ${index}`);
    for (const id of ids) {
      await until(async () => {
        const all = await desk.deliveries(id);
        const written = all.filter(({ type }) => type === 'message.received');
        return written.length === 25 && all.every(({ state }) => state === 'delivered');
      });
    }
    for (const path of ['/race/a', '/race/b']) {
      const told = desk.receiver.at(path).map(({ headers }) => headers['webhook-id']);
      expect(new Set(told).size).toBe(told.length);
      expect(desk.receiver.at(path, 'message.received')).toHaveLength(25);
    }
  });
});
