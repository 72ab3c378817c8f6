import { afterEach, beforeEach, describe, it, expect, jest } from '@jest/globals';
import { FakeClock } from '../../common/clock.js';
import { SimulatorSettings } from '../simulator-settings.js';
import { envelopeOf } from './envelope.js';
import { WebhookSenderService } from './webhook-sender.service.js';

const clock = new FakeClock(new Date('2025-12-09T12:00:00.000Z'));
const settings = new SimulatorSettings({
  host: '127.0.0.1',
  port: 0,
  webhookUrl: undefined,
  appSecret: 'a',
  accessTokens: [],
  phoneNumbers: [],
  clock,
  retryDelaysMs: [0, 200, 500],
});
const envelope = envelopeOf('1', {});

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Without a webhook URL every attempt fails, and needs no network. */
describe('WebhookSenderService', () => {
  it('waits longer from one attempt to the next, and repeats the last wait', async () => {
    const waits = jest.spyOn(globalThis, 'setTimeout');
    const sender = new WebhookSenderService(settings, clock);
    expect(await sender.deliver(envelope, 'a', { label: 'a' })).toBeNull();
    for (let attempt = 0; attempt < 4; attempt++) await jest.advanceTimersToNextTimerAsync();
    expect(waits.mock.calls.map(([, wait]) => wait)).toEqual([0, 200, 500, 500, 500]);
    await sender.onModuleDestroy();
  });

  it('leaves no timer behind at a reset, at the end, and after it', async () => {
    const sender = new WebhookSenderService(settings, clock);
    await sender.deliver(envelope, 'a', { label: 'a' });
    expect(jest.getTimerCount()).toBe(1);
    sender.reset();
    expect(jest.getTimerCount()).toBe(0);
    await sender.deliver(envelope, 'a', { label: 'a' });
    await sender.onModuleDestroy();
    expect(jest.getTimerCount()).toBe(0);
    expect(await sender.deliver(envelope, 'a', { label: 'a' })).toBeNull();
    expect(jest.getTimerCount()).toBe(0);
  });
});
