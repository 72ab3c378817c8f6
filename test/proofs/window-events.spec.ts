import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WindowWatch } from '../../src/chats/window/window-watch.service.js';
import { inboundValue, receipt, startTestDesk, statusValue, type TestDesk, textMessage } from '../support/test-desk.js';

const HOUR = 3_600_000;

describe('the end of a window', () => {
  let desk: TestDesk;

  beforeEach(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
    await desk.control('PUT', 'faults', { receipts: 'none' });
  });
  afterEach(() => desk.close());

  /** As several processes do, at once. */
  const look = async (): Promise<void> => {
    const watch = desk.app.app.get(WindowWatch, { strict: false });
    await Promise.all([watch.look(), watch.look(), watch.look()]);
    await watch.look();
  };
  const told = async (): Promise<{ type: string; data: { expiresAt: string } }[]> =>
    desk.app.rows(`select type, data from events where type like 'chat.window%' and chat_id = $1 order by tx, id`, [
      desk.chatId,
    ]);
  const types = async (): Promise<string[]> => (await told()).map(({ type }) => type);
  const window = async (): Promise<{ open: boolean; expiresAt: string }> => {
    const token = await desk.app.tokenOf(desk.operator);
    const { body } = await desk.get<{ window: { open: boolean; expiresAt: string } }>(
      `/api/waba/operator/chat/${desk.chatId}`,
      token,
    );
    return body.window;
  };
  const writes = async (id: string): Promise<void> => {
    await desk.postValues(inboundValue([textMessage(id, 'Алло', desk.app.clock.millis())], {}));
    await desk.settled();
  };

  it('is announced an hour before and when it comes, each once', async () => {
    const { expiresAt } = await window();
    desk.app.clock.advance(23 * HOUR - 1);
    await look();
    expect(await told()).toEqual([]);
    desk.app.clock.advance(1);
    await look();
    expect(await told()).toEqual([{ type: 'chat.window.closing', data: { expiresAt } }]);
    desk.app.clock.advance(HOUR - 1);
    await look();
    expect(await types()).toEqual(['chat.window.closing']);
    expect((await window()).open).toBe(true);
    desk.app.clock.advance(1);
    await look();
    expect(await told()).toEqual([
      { type: 'chat.window.closing', data: { expiresAt } },
      { type: 'chat.window.closed', data: { expiresAt } },
    ]);
    expect((await window()).open).toBe(false);
    desk.app.clock.advance(100 * HOUR);
    await look();
    expect(await types()).toHaveLength(2);
  });

  it('moves with every message of the customer, and each window has its own', async () => {
    desk.app.clock.advance(22 * HOUR);
    await writes('wamid.W1');
    desk.app.clock.advance(10 * HOUR);
    await look();
    expect(await types()).toEqual([]);
    desk.app.clock.advance(13 * HOUR);
    await look();
    await writes('wamid.W2');
    await look();
    expect(await types()).toEqual(['chat.window.closing']);
    desk.app.clock.advance(24 * HOUR);
    await look();
    expect(await types()).toEqual(['chat.window.closing', 'chat.window.closed']);
  });

  it('comes at once where Meta says so, unless the customer has written since', async () => {
    const { body } = await desk.send({ chatId: desk.chatId, message: 'x' });
    const refuse = async (at: number): Promise<void> => {
      const failure = receipt(body.messageId ?? '', 'failed', Math.floor(at / 1000), {
        errors: [{ code: 131047, title: 'Re-engagement message' }],
      });
      await desk.postValues(statusValue([failure]));
      await desk.settled();
    };
    const before = desk.app.clock.millis() - 60_000;
    await refuse(before);
    expect((await window()).open).toBe(true);
    expect(await types()).toEqual([]);
    desk.app.clock.advance(HOUR);
    await refuse(desk.app.clock.millis());
    await refuse(desk.app.clock.millis());
    expect((await window()).open).toBe(false);
    expect(await types()).toEqual(['chat.window.closed']);
    desk.app.clock.advance(48 * HOUR);
    await look();
    expect(await types()).toEqual(['chat.window.closed']);
    await writes('wamid.W3');
    expect((await window()).open).toBe(true);
    desk.app.clock.advance(24 * HOUR);
    await look();
    expect(await types()).toEqual(['chat.window.closed', 'chat.window.closed']);
  });
});
