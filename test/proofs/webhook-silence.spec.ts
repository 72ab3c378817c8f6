import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebhookDoor } from '../../src/messages/dispatch/webhook-door.service.js';
import { WebhookSilence } from '../../src/webhook/silence/webhook-silence.service.js';
import { inboundValue, receipt, startTestDesk, statusValue, type TestDesk, textMessage } from '../support/test-desk.js';

const MINUTE = 60_000;

describe('a silence of WhatsApp', () => {
  let desk: TestDesk;
  let token: string;

  beforeEach(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
    token = desk.operator.token;
    await desk.control('PUT', 'faults', { receipts: 'none' });
  });
  afterEach(() => desk.close());

  /** As several processes do, at once. */
  const look = async (): Promise<void> => {
    const silence = desk.app.app.get(WebhookSilence, { strict: false });
    await Promise.all([silence.look(), silence.look(), silence.look()]);
    await silence.look();
  };
  const told = (): Promise<object[]> =>
    desk.app.rows(`select channel_id, chat_id, data from events where type = 'system.webhook_silent' order by tx, id`);
  const after = async (minutes: number): Promise<void> => {
    desk.app.clock.advance(minutes * MINUTE);
    token = await desk.app.tokenOf(desk.operator);
    await look();
  };
  const send = async (): Promise<string> =>
    (await desk.send({ chatId: desk.chatId, message: 'Ваш заказ готов' }, {}, token)).body.messageId ?? '';
  const writes = async (id: string): Promise<void> => {
    await desk.postValues(inboundValue([textMessage(id, 'Алло', desk.app.clock.millis())], {}));
    await desk.settled();
  };
  const silence = (since: Date | null): object => ({
    channel_id: null,
    chat_id: null,
    data: { since: since?.toISOString() ?? null },
  });

  it('is told once, since the last webhook, and the next one again', async () => {
    const since = desk.app.clock.now();
    desk.app.clock.advance(MINUTE);
    await send();
    await after(14);
    expect(await told()).toEqual([]);
    await after(1);
    expect(await told()).toEqual([silence(since)]);
    await send();
    await after(60);
    expect(await told()).toEqual([silence(since)]);

    await writes('wamid.silence1');
    const again = desk.app.clock.now();
    await after(60);
    expect(await told()).toEqual([silence(since)]);
    await send();
    await after(15);
    expect(await told()).toEqual([silence(since), silence(again)]);
  });

  it('is none while nothing waits for a receipt', async () => {
    await after(60);
    const wamid = await send();
    await desk.postValues(statusValue([receipt(wamid, 'sent', desk.app.clock.millis() / 1000)]));
    await desk.settled();
    await after(600);
    expect(await told()).toEqual([]);
  });

  it('is none where a receipt was faster than the answer it is about', async () => {
    await send();
    await desk.app.rows(
      `update send_attempts set sent_at = finished_at, finished_at = finished_at + interval '1 second'`,
    );
    await after(60);
    expect(await told()).toEqual([]);
  });

  it('is none for what WhatsApp has refused, or was never asked', async () => {
    desk.app.clock.advance(MINUTE);
    await send();
    for (const state of ['refused', 'uncertain', 'queued', 'posting']) {
      await desk.app.rows('update send_attempts set state = $1', [state]);
      await after(60);
    }
    expect(await told()).toEqual([]);
  });

  it('is not told where we could not hear: what came meanwhile comes again', async () => {
    const since = desk.app.clock.now();
    desk.app.clock.advance(MINUTE);
    await send();
    desk.app.clock.advance(14 * MINUTE);
    desk.app.app.get(WebhookDoor, { strict: false }).markShut();
    await after(14);
    expect(await told()).toEqual([]);
    await after(1);
    expect(await told()).toEqual([silence(since)]);
  });

  it('began nobody knows when where no webhook ever came', async () => {
    await send();
    await desk.app.rows('delete from webhook_inbox');
    await after(60);
    expect(await told()).toEqual([silence(null)]);
  });
});
