import { afterEach, beforeEach, describe, it, expect } from '@jest/globals';
import { PHOTO_JPEG } from '../files/photo-jpeg.js';
import { Harness, PNID, startHarness, TOKEN } from '../testing/simulator-harness.js';

const MIB = 1024 * 1024;
const AIGUL = '+77011234567';
const hello = { messaging_product: 'whatsapp', to: AIGUL, type: 'text', text: { body: 'a' } };

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

function post(path: string, headers: Record<string, string>, body: string): Promise<Response> {
  return fetch(`${harness.simulator.url}${path}`, { method: 'POST', headers, body });
}

describe("Graph's door", () => {
  it.each<[string, string, string | undefined, number, number]>([
    ['no token', `/v25.0/${PNID}/messages`, undefined, 401, 190],
    ['a wrong token', `/v25.0/${PNID}/messages`, 'Bearer garbage', 401, 190],
    ['an unknown number', '/v25.0/1/messages', `Bearer ${TOKEN}`, 400, 100],
    ['a version that died', `/v19.0/${PNID}/messages`, `Bearer ${TOKEN}`, 400, 2635],
    ['a version that is none', `/vX/${PNID}/messages`, `Bearer ${TOKEN}`, 400, 2500],
    ['an unknown edge', `/v25.0/${PNID}/wishes`, `Bearer ${TOKEN}`, 400, 2500],
  ])('refuses %s', async (_name, path, authorization, status, code) => {
    const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) };
    const answer = await post(path, headers, JSON.stringify(hello));
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({
      error: expect.objectContaining({
        code,
        message: expect.any(String),
        type: expect.any(String),
        fbtrace_id: expect.any(String),
      }),
    });
  });

  it('refuses what is not JSON, and records the refusal', async () => {
    const answer = await harness.call('POST', `/v25.0/${PNID}/messages`, '{');
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    expect((await harness.call('GET', '/control/requests')).body['requests']).toMatchObject([
      { outcome: 'refused', code: 100 },
    ]);
  });

  it('takes read marks and typing', async () => {
    const body = { status: 'read', message_id: 'wamid.A', typing_indicator: { type: 'text' } };
    expect(await harness.send(body)).toEqual({ status: 200, body: { success: true } });
    expect((await harness.call('GET', '/control/sent')).body).toEqual({ sent: [] });
    await harness.send({ status: 'read', message_id: 'wamid.B' });
    expect((await harness.call('GET', '/control/requests')).body['requests']).toMatchObject([
      { outcome: 'typing', wamid: 'wamid.A' },
      { outcome: 'read', wamid: 'wamid.B' },
    ]);
  });

  it('refuses read marks of a customer while everything is refused, and counts no other fault down for them', async () => {
    const from = '77011234567';
    await harness.call('POST', '/control/inbound', { from, type: 'text', text: { body: 'hi' } });
    const wamid = String(harness.receiver.received[0]?.item['id']);
    const mark = { status: 'read', message_id: wamid };
    await harness.call('PUT', '/control/faults', { throttle: { code: 131016, forMs: 1000, phone: from } });
    expect(await harness.send(mark)).toMatchObject({ body: { error: { code: 131016 } } });
    await harness.call('PUT', '/control/faults', { refuse: { code: 131026, times: 1 } });
    expect(await harness.send(mark)).toMatchObject({ status: 200 });
    expect(await harness.send({ ...hello, to: `+${from}` })).toMatchObject({ body: { error: { code: 131026 } } });
  });

  it('does not let a number write to itself', async () => {
    expect(await harness.send({ ...hello, to: '+77270000000' })).toMatchObject({ body: { error: { code: 131021 } } });
  });
});

describe('media', () => {
  it('can be uploaded, described, downloaded and deleted', async () => {
    const { body } = await harness.upload('image/jpeg', PHOTO_JPEG);
    const path = `/v25.0/${String(body['id'])}`;
    const described = await harness.call('GET', `${path}?phone_number_id=${PNID}`);
    expect(described.body).toEqual({
      messaging_product: 'whatsapp',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/media-files\//),
      mime_type: 'image/jpeg',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      file_size: PHOTO_JPEG.length,
      id: body['id'],
    });
    const url = String(described.body['url']);
    expect((await fetch(url)).status).toBe(401);
    const download = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(download.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await download.arrayBuffer()).equals(PHOTO_JPEG)).toBe(true);
    expect(await harness.call('DELETE', path)).toEqual({ status: 200, body: { success: true } });
    expect(await harness.call('GET', path)).toMatchObject({ status: 400, body: { error: { error_subcode: 33 } } });
  });

  it('has URLs for five minutes and ids for thirty days', async () => {
    const { body } = await harness.upload('application/pdf', Buffer.from('%PDF-1.4'));
    const path = `/v25.0/${String(body['id'])}`;
    const url = String((await harness.call('GET', path)).body['url']);
    const statusOf = async (address: string): Promise<number> =>
      (await fetch(address, { headers: { authorization: `Bearer ${TOKEN}` } })).status;
    harness.clock.advance(299_000);
    expect(await statusOf(url)).toBe(200);
    harness.clock.advance(1000);
    expect(await statusOf(url)).toBe(404);
    expect(await statusOf(String((await harness.call('GET', path)).body['url']))).toBe(200);
    harness.clock.advance(30 * 86_400_000);
    expect(await harness.call('GET', path)).toMatchObject({ status: 400 });
  });

  it('may be far larger than an ordinary request body', async () => {
    expect(await harness.upload('application/pdf', Buffer.alloc(16 * MIB, 1))).toMatchObject({ status: 200 });
  });

  it('is not shown to a number that does not own it', async () => {
    const { body } = await harness.upload('image/jpeg', PHOTO_JPEG);
    const answer = await harness.call('GET', `/v25.0/${String(body['id'])}?phone_number_id=1`);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33 } } });
  });

  it.each<[string, string, number, RegExp]>([
    ['a type Meta does not take', 'image/gif', 10, /one of the following types: .*image\/jpeg/],
    ['an image above 5 MiB', 'image/png', 5 * MIB + 1, /5242881 bytes/],
    ['an empty file', 'image/png', 0, /empty/],
  ])('refuses %s', async (_name, mimeType, size, details) => {
    const answer = await harness.upload(mimeType, Buffer.alloc(size, 1));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { error_data: { details: expect.stringMatching(details) } } });
  });

  it('refuses a form that is none', async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'multipart/form-data' };
    const answer = await post(`/v25.0/${PNID}/media`, headers, 'garbage');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 100 } });
  });

  it('is sent by id', async () => {
    const { body } = await harness.upload('image/jpeg', PHOTO_JPEG);
    await harness.send({ ...hello, type: 'image', image: { id: body['id'], caption: 'Заказ' } });
    await harness.send({ ...hello, type: 'document', document: { id: body['id'], filename: 'photo.jpg' } });
    await harness.receiver.until(6);
    expect(harness.receiver.summary().filter((status) => status === 'read')).toHaveLength(2);
  });

  it('that is unknown, or of the wrong kind, or a link, fails as with Meta', async () => {
    const unknown = await harness.send({ ...hello, type: 'image', image: { id: '5' } });
    expect(unknown).toMatchObject({ status: 400, body: { error: { code: 131009 } } });
    const { body } = await harness.upload('image/webp', Buffer.from('RIFF'));
    await harness.send({ ...hello, type: 'image', image: { id: body['id'] } });
    await harness.send({ ...hello, type: 'image', image: { link: 'https://example.com/photo.jpg' } });
    const posts = await harness.receiver.until(2);
    expect(posts.map(({ item }) => item['errors'])).toMatchObject([[{ code: 131053 }], [{ code: 131053 }]]);
  });
});
