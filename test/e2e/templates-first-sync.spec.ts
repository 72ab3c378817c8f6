import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FirstSync } from '../../src/templates/first-sync.service.js';
import { SyncTemplates } from '../../src/templates/sync-templates.service.js';
import { GRAPH_TOKEN, startTestDesk, type TestDesk, until } from '../support/test-desk.js';

const MINUTE = 60_000;

describe('the templates of a channel that has just been connected', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ isConnected: false });
  });
  afterAll(() => desk.close());

  it('are asked for again, at longer and longer intervals, until Graph has told them', async () => {
    const { app, fixture } = desk;
    const asked = jest.spyOn(app.app.get(SyncTemplates, { strict: false }), 'syncSoon');
    // The timer of the application may look beside us: at a time of the clock there is one try, whoever makes it.
    const look = async (afterMs: number): Promise<number> => {
      app.clock.advance(afterMs);
      await app.app.get(FirstSync, { strict: false }).look();
      return asked.mock.calls.length;
    };
    await desk.control('PUT', 'faults', { throttle: { code: 80007, forMs: 6 * MINUTE } });
    const admin = await app.signedIn({ role: 'admin' });
    const { status } = await app.call('PATCH', `/api/admin/channels/${fixture.channelId}`, {
      token: admin.token,
      body: { wabaAccessToken: GRAPH_TOKEN },
    });
    expect(status).toBe(200);
    expect(await look(0)).toBe(1);
    expect(await look(MINUTE - 1)).toBe(1);
    expect(await look(1)).toBe(2);
    expect(await look(2 * MINUTE - 1)).toBe(2);
    expect(await look(1)).toBe(3);
    expect(await desk.count('templates')).toBe(0);
    expect(await look(4 * MINUTE)).toBe(4);
    await until(async () => (await desk.count('templates')) > 0);
    expect(await look(60 * MINUTE)).toBe(4);
  });
});
