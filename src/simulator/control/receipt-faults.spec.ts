import { afterEach, describe, it, expect } from '@jest/globals';
import { Answer, Harness, SECRET, startHarness } from '../testing/simulator-harness.js';
import { ReceivedWebhook, WebhookReceiver } from '../testing/webhook-receiver.js';

const AIGUL = '+77011234567';
const OTHER = '+77010000202';
const hello = { to: AIGUL, type: 'text', text: { body: 'a' } };
const NOW = '1765283696';

let harness: Harness;
let second: WebhookReceiver | undefined;
afterEach(async () => {
  await harness.close();
  await second?.close();
  second = undefined;
});

function setFaults(faults: object): Promise<Answer> {
  return harness.call('PUT', '/control/faults', faults);
}

/** Comes after everything that was posted for this customer before. */
async function barrier(): Promise<void> {
  await harness.call('POST', '/control/inbound', { from: AIGUL, text: 'the end' });
}

function statusesOf({ value }: ReceivedWebhook): unknown[] {
  return (value['statuses'] as { status: string }[]).map(({ status }) => status);
}

describe('receipts', () => {
  it.each<[string, unknown[]]>([
    ['only-read', ['read']],
    ['read-before-delivered', ['sent', 'read', 'delivered']],
  ])('can be %s', async (receipts, expected) => {
    harness = await startHarness();
    await setFaults({ receipts });
    await harness.send(hello);
    await harness.receiver.until(expected.length);
    await barrier();
    expect(harness.receiver.summary()).toEqual([...expected, 'text']);
  });

  it('can be of one customer alone', async () => {
    harness = await startHarness();
    await setFaults({ phone: AIGUL, receipts: 'none' });
    await harness.send(hello);
    await harness.send({ ...hello, to: '+77010000204' });
    await harness.receiver.until(3);
    await barrier();
    expect(harness.receiver.summary()).toEqual(['sent', 'read', 'delivered', 'text']);
  });

  it('can come late, with the times at which they happened', async () => {
    harness = await startHarness();
    await setFaults({ receiptsLateMs: 60_000 });
    await harness.send(hello);
    await harness.call('POST', '/control/clock', { advanceSeconds: 59 });
    await barrier();
    expect(harness.receiver.summary()).toEqual(['text']);
    await harness.call('POST', '/control/clock', { advanceSeconds: 1 });
    const posts = await harness.receiver.until(4);
    expect(posts.slice(1).map(({ item }) => [item['status'], item['timestamp']])).toEqual([
      ['sent', NOW],
      ['delivered', NOW],
      ['read', NOW],
    ]);
  });

  it('can come before the answer, whatever the clock says', async () => {
    harness = await startHarness({ receiptDelays: { sent: 1000, delivered: 2000, read: 3000 } });
    await setFaults({ receiptsBeforeAnswer: true, receipts: 'shuffled' });
    const release = harness.receiver.holdNext();
    let isAnswered = false;
    const answer = harness.send(hello).finally(() => (isAnswered = true));
    await harness.receiver.until(1);
    expect((await harness.send({ ...hello, to: '+77010000206' })).status).toBe(200);
    expect(harness.receiver.summary()).toEqual(['read', 'failed']);
    expect(isAnswered).toBe(false);
    release();
    await answer;
    expect(harness.receiver.summary()).toEqual(['read', 'failed', 'delivered', 'sent']);
  });
});

describe('batchSize', () => {
  it('puts so many receipts into one body, in order, and the rest out when faults change', async () => {
    harness = await startHarness();
    await setFaults({ batchSize: 7 });
    for (let i = 0; i < 3; i++) await harness.send({ ...hello, biz_opaque_callback_data: `attempt ${i}` });
    const [full] = await harness.receiver.until(1);
    const three = ['sent', 'delivered', 'read'];
    expect(full && statusesOf(full)).toEqual([...three, ...three, 'sent']);
    expect(full?.isSigned).toBe(true);
    expect(full?.value['contacts']).toHaveLength(2);
    await setFaults({});
    const [, rest] = await harness.receiver.until(2);
    expect(rest && statusesOf(rest)).toEqual(['delivered', 'read']);
    await barrier();
    expect(harness.receiver.received).toHaveLength(3);
  });

  it('lets a batch go a second later that does not fill up', async () => {
    harness = await startHarness({ receiptDelays: { sent: 0, delivered: 1000, read: 9000 } });
    await setFaults({ batchSize: 1000 });
    await harness.send(hello);
    await harness.call('POST', '/control/clock', { advanceSeconds: 1 });
    await harness.call('POST', '/control/clock', { advanceSeconds: 1 });
    const [post] = await harness.receiver.until(1);
    expect(post && statusesOf(post)).toEqual(['sent', 'delivered']);
  });
});

describe('fail', () => {
  it.each<[string, object, unknown[]]>([
    ['after sent', { fail: { code: 131049 } }, ['sent', 'failed']],
    ['without sent', { fail: { code: 131049, isAfterSent: false } }, ['failed']],
    ['before sent', { fail: { code: 131049 }, receipts: 'shuffled' }, ['failed', 'sent']],
    ['twice', { fail: { code: 131049 }, receipts: 'duplicated' }, ['sent', 'sent', 'failed', 'failed']],
  ])('reports a failure %s, once', async (_name, faults, expected) => {
    harness = await startHarness();
    await setFaults(faults);
    expect(await harness.send(hello)).toMatchObject({ status: 200 });
    const posts = await harness.receiver.until(expected.length);
    expect(harness.receiver.summary()).toEqual(expected);
    expect(posts.find(({ item }) => item['status'] === 'failed')).toMatchObject({
      item: { errors: [{ code: 131049, error_data: { details: expect.any(String) } }], timestamp: NOW },
    });
    await setFaults({});
    await harness.send(hello);
    await harness.receiver.until(expected.length + 3);
  });

  it('meets one customer', async () => {
    harness = await startHarness();
    await setFaults({ fail: { code: 131026, times: 'always', phone: AIGUL }, refuse: { code: 4, phone: OTHER } });
    await harness.send(hello);
    await harness.send({ ...hello, to: OTHER });
    await harness.send(hello);
    await harness.receiver.until(4);
    expect(harness.receiver.summary()).toEqual(['sent', 'failed', 'sent', 'failed']);
  });
});

describe('webhookCopies', () => {
  it("posts receipts and customers' messages several times", async () => {
    harness = await startHarness();
    await setFaults({ webhookCopies: 3 });
    await harness.send(hello);
    await harness.receiver.until(9);
    await barrier();
    const posts = await harness.receiver.until(12);
    expect(new Set(posts.map(({ raw }) => raw)).size).toBe(4);
    for (const what of ['sent', 'delivered', 'read', 'text']) {
      expect(harness.receiver.summary().filter((one) => one === what)).toHaveLength(3);
    }
  });
});

describe('a second callback', () => {
  it.each(['option', 'fault'])('gets every update too, by %s, and is tried again on its own', async (way) => {
    second = await WebhookReceiver.start(SECRET);
    harness = await startHarness(way === 'option' ? { secondWebhookUrl: second.url } : {});
    if (way === 'fault') await setFaults({ secondWebhookUrl: second.url });
    second.answers.push(503);
    await harness.send(hello);
    await harness.receiver.until(3);
    await barrier();
    const posts = await second.until(5);
    expect(new Set(posts.map(({ raw }) => raw))).toEqual(new Set(harness.receiver.received.map(({ raw }) => raw)));
    expect(posts.every(({ isSigned }) => isSigned)).toBe(true);
    expect(harness.receiver.summary()).toEqual(['sent', 'delivered', 'read', 'text']);
  });
});
