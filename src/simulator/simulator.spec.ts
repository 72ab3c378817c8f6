import { afterEach, describe, it, expect } from '@jest/globals';
import { PNID, startHarness, Harness } from './testing/simulator-harness.js';

const AIGUL = '+77011234567';
const HOUR_S = 3600;

let harness: Harness;
afterEach(() => harness.close());

function text(body: string, extra: Record<string, unknown> = {}): Record<string, unknown> {
  return { to: AIGUL, type: 'text', text: { body }, ...extra };
}

function wamidOf(answer: { body: Record<string, unknown> }): string {
  const [message] = answer.body['messages'] as { id: string }[];
  return message?.id ?? '';
}

describe('a message to an ordinary customer', () => {
  it('is accepted and followed by three signed receipts in order', async () => {
    harness = await startHarness();
    const answer = await harness.send(text('Здравствуйте! Ваш заказ готов', { biz_opaque_callback_data: 'attempt/1' }));
    expect(answer).toEqual({
      status: 200,
      body: {
        messaging_product: 'whatsapp',
        contacts: [{ input: AIGUL, wa_id: '77011234567' }],
        messages: [{ id: expect.stringMatching(/^wamid\.[A-Za-z0-9+/]+=*$/) }],
      },
    });
    const posts = await harness.receiver.until(3);
    expect(harness.receiver.summary()).toEqual(['sent', 'delivered', 'read']);
    expect(posts.every(({ isSigned }) => isSigned)).toBe(true);
    expect(posts[1]?.value).toEqual({
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '77270000000', phone_number_id: PNID },
      contacts: [
        { profile: { name: 'Айгуль', username: 'aigul.k' }, wa_id: '77011234567', user_id: expect.any(String) },
      ],
      statuses: [
        {
          id: wamidOf(answer),
          status: 'delivered',
          timestamp: '1765283696',
          recipient_id: '77011234567',
          recipient_user_id: 'KZ.13491208655302741918',
          biz_opaque_callback_data: 'attempt/1',
          pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' },
        },
      ],
    });
  });

  it('writes webhook bodies escaped as Meta does', async () => {
    harness = await startHarness();
    await harness.send(text('a', { biz_opaque_callback_data: 'a/b' }));
    const [, delivered] = await harness.receiver.until(3);
    expect(delivered?.raw).toContain('"name":"\\u0410\\u0439\\u0433\\u0443\\u043b\\u044c"');
    expect(delivered?.raw).toContain('"biz_opaque_callback_data":"a\\/b"');
  });

  it('keeps a webhook until it is answered with exactly 200', async () => {
    harness = await startHarness();
    harness.receiver.answers.push(503, 201, 204);
    await harness.call('POST', '/control/inbound', { from: AIGUL, text: 'a' });
    const posts = await harness.receiver.until(4);
    expect(posts.map(({ answered }) => answered)).toEqual([503, 201, 204, 200]);
    expect(new Set(posts.map(({ raw }) => raw)).size).toBe(1);
    await harness.call('POST', '/control/inbound', { from: AIGUL, text: 'b' });
    expect((await harness.receiver.until(5))[4]?.item).toMatchObject({ text: { body: 'b' } });
  });

  it('holds a receipt back until the one before it was answered, and nobody else', async () => {
    harness = await startHarness();
    const release = harness.receiver.holdNext();
    await harness.send(text('a'));
    await harness.receiver.until(1);
    await harness.call('POST', '/control/inbound', { from: '+77019999999', text: 'a' });
    expect(harness.receiver.summary()).toEqual(['sent', 'text']);
    release();
    await harness.receiver.until(4);
    expect(harness.receiver.summary()).toEqual(['sent', 'text', 'delivered', 'read']);
  });

  it('gives up a webhook after seven days', async () => {
    harness = await startHarness({ retryDelaysMs: [1e8] });
    harness.receiver.answers.push(503, 503);
    await harness.call('POST', '/control/inbound', { from: AIGUL, text: 'a' });
    await harness.call('POST', '/control/clock', { advanceSeconds: 7 * 24 * HOUR_S });
    await harness.receiver.until(2);
    // Only the first of these two moves finds it still waiting.
    await harness.call('POST', '/control/clock', { advanceSeconds: 1 });
    await harness.call('POST', '/control/inbound', { from: AIGUL, text: 'b' });
    expect((await harness.receiver.until(3)).map(({ answered }) => answered)).toEqual([503, 503, 200]);
    expect(harness.receiver.received[2]?.item).toMatchObject({ text: { body: 'b' } });
  });

  it('keeps webhooks until it knows where to send them', async () => {
    harness = await startHarness({ webhookUrl: undefined, retryDelaysMs: [1e8] });
    const { body } = await harness.call('POST', '/control/inbound', { from: AIGUL, text: 'a' });
    expect(body).toMatchObject({ webhookStatus: null });
    harness.simulator.setWebhook(harness.receiver.url);
    expect((await harness.receiver.until(1))[0]?.item).toMatchObject({ id: body['wamid'] });
  });

  it('lets the demo customer answer in Russian', async () => {
    harness = await startHarness({ answers: true });
    await harness.send(text('Всё в силе?'));
    const posts = await harness.receiver.until(4);
    expect(harness.receiver.summary()).toEqual(['sent', 'delivered', 'read', 'text']);
    expect(posts[3]?.item['text']).toEqual({ body: 'Да, всё верно' });
  });
});

describe('magic customers', () => {
  it('201 is not on WhatsApp', async () => {
    harness = await startHarness();
    const answer = await harness.send(text('a', { to: '+77010000201' }));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 131026, type: 'OAuthException' } } });
  });

  it('202 is throttled twice, then delivered', async () => {
    harness = await startHarness();
    const codes = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const { status, body } = await harness.send(text('a', { to: '+77010000202' }));
      codes.push(status === 200 ? 200 : (body['error'] as { code: number }).code);
    }
    expect(codes).toEqual([130429, 130429, 200]);
    await harness.receiver.until(3);
  });

  it('203 loses the answer, not the receipts', async () => {
    harness = await startHarness();
    await expect(harness.send(text('a', { to: '+77010000203', biz_opaque_callback_data: 'x' }))).rejects.toThrow(
      /other side closed|terminated|ECONNRESET/,
    );
    const posts = await harness.receiver.until(3);
    expect(posts.map(({ item }) => item['biz_opaque_callback_data'])).toEqual(['x', 'x', 'x']);
    const { body } = await harness.call('GET', '/control/requests');
    expect(body['requests']).toMatchObject([{ outcome: 'dropped', to: '+77010000203' }]);
  });

  it('204 sends read before delivered, each with its true time', async () => {
    harness = await startHarness({ receiptDelays: { sent: 0, delivered: 1000, read: 3000 } });
    await harness.send(text('a', { to: '+77010000204' }));
    await harness.receiver.until(1);
    await harness.call('POST', '/control/clock', { advanceSeconds: 3 });
    const posts = await harness.receiver.until(3);
    expect(posts.map(({ item }) => [item['status'], item['timestamp']])).toEqual([
      ['sent', '1765283696'],
      ['read', '1765283699'],
      ['delivered', '1765283697'],
    ]);
  });

  it('205 is written to by BSUID and shows no phone', async () => {
    harness = await startHarness({ answers: true });
    const bsuid = 'KZ.1349120865530274205';
    const answer = await harness.send({ recipient: bsuid, type: 'text', text: { body: 'a' } });
    expect(answer.body['contacts']).toEqual([{ input: bsuid, user_id: bsuid }]);
    const posts = await harness.receiver.until(4);
    expect(posts[2]?.item).toMatchObject({ status: 'read', recipient_user_id: bsuid });
    expect(posts[3]?.item).toMatchObject({ type: 'text', from_user_id: bsuid });
    for (const { raw } of posts) expect(raw).not.toMatch(/"(from|wa_id|recipient_id)"/);
    const refused = await harness.send(text('a', { to: bsuid }));
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 131026 } } });
  });

  it('206 has a closed window: accepted, then failed', async () => {
    harness = await startHarness();
    const answer = await harness.send(text('a', { to: '+77010000206' }));
    expect(answer.status).toBe(200);
    const [failed] = await harness.receiver.until(1);
    expect(failed?.value).not.toHaveProperty('contacts');
    expect(failed?.item).toMatchObject({ id: wamidOf(answer), status: 'failed', errors: [{ code: 131047 }] });
    expect(failed?.item).not.toHaveProperty('recipient_user_id');
    await harness.call('PUT', '/control/faults', { windowClosed: 'answer' });
    expect(await harness.send(text('a', { to: '+77010000206' }))).toMatchObject({ status: 400 });
    const template = {
      to: '+77010000206',
      type: 'template',
      template: { name: 'hello_again', language: { code: 'ru' } },
    };
    expect(await harness.send(template)).toMatchObject({ status: 200 });
  });

  it('207 replies at once, asked for or not', async () => {
    harness = await startHarness({ answers: false });
    await harness.send(text('a', { to: '+77010000207' }));
    await harness.receiver.until(4);
    expect(harness.receiver.summary()).toEqual(['sent', 'delivered', 'read', 'text']);
  });

  it.each<[string, (h: Harness) => Promise<unknown>, number]>([
    ['somebody turns the phone on', (h) => h.call('POST', '/control/online', { phone: '+77010000208' }), 0],
    ['an hour has passed', (h) => h.call('POST', '/control/clock', { advanceSeconds: HOUR_S }), HOUR_S],
  ])('208 is offline until %s', async (_name, comeBack, later) => {
    harness = await startHarness();
    await harness.send(text('a', { to: '+77010000208' }));
    await harness.receiver.until(1);
    await harness.send(text('b'));
    await harness.receiver.until(4);
    expect(harness.receiver.summary()).toEqual(['sent', 'sent', 'delivered', 'read']);
    await comeBack(harness);
    const posts = await harness.receiver.until(6);
    expect(posts.slice(4).map(({ item }) => [item['status'], item['timestamp']])).toEqual([
      ['delivered', String(1765283696 + later)],
      ['read', String(1765283696 + later)],
    ]);
  });
});

describe('close', () => {
  // The limit tells hanging up from waiting for the webhook's own timeout of 10 seconds.
  it('hangs up on a receiver that does not answer', async () => {
    harness = await startHarness();
    harness.receiver.holdNext();
    await harness.send(text('a'));
    await harness.receiver.until(1);
    await harness.simulator.close();
    await harness.receiver.untilHungUp();
  }, 8_000);

  it('ends endless downloads, waiting receipts and retries', async () => {
    harness = await startHarness({ receiptDelays: { sent: 1000, delivered: 2000, read: 3000 }, retryDelaysMs: [1e8] });
    harness.receiver.answers.push(503);
    await harness.call('POST', '/control/inbound', { from: AIGUL, text: 'a' });
    await harness.send(text('a'));
    const download = await fetch(`${harness.simulator.url}/files/endless`);
    await harness.simulator.close();
    await expect(download.arrayBuffer()).rejects.toThrow(/other side closed|terminated|ECONNRESET/);
  });
});
