import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PHOTO_JPEG } from '../../src/simulator/files/photo-jpeg.js';
import { customerSends, newest, newestWhen, serve, triesOf } from '../support/media-desk.js';
import { CUSTOMER_PHONE, envelopeOf, inboundValue, startTestDesk, until, type TestDesk } from '../support/test-desk.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('the file a customer sends', () => {
  let desk: TestDesk;

  beforeEach(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
  });

  afterEach(async () => {
    await desk.close();
  });

  async function updates(): Promise<number> {
    const rows = await desk.app.rows(`select 1 from events where type = 'message.updated'`);
    return rows.length;
  }

  /** Moves the clock until nothing waits for its next try any more. */
  async function tryAgain(mediaId: number, tries: number): Promise<void> {
    while ((await triesOf(desk, mediaId)) < tries) {
      const before = await triesOf(desk, mediaId);
      desk.app.clock.advance(90_000);
      await until(async () => (await triesOf(desk, mediaId)) > before);
      await until(async () => {
        const [row] = await desk.app.rows('select 1 from media_downloads where lease_owner is not null');
        return row === undefined;
      });
    }
  }

  it('is fetched at once, shown and served', async () => {
    await customerSends(desk, 'image');
    const { media, mediaUrl } = await newestWhen(desk, 'available');
    expect(media).toEqual({
      id: expect.any(Number),
      state: 'available',
      mimeType: 'image/jpeg',
      size: PHOTO_JPEG.length,
      filename: null,
      reason: null,
    });
    const served = await serve(desk, mediaUrl);
    expect(served.status).toBe(200);
    expect(served.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await served.arrayBuffer()).equals(PHOTO_JPEG)).toBe(true);
    expect(await updates()).toBe(1);
  });

  it.each(['image', 'document'])('is there once, however often the webhook of a(n) %s comes', async (type) => {
    await desk.control('PUT', 'faults', { webhookCopies: 20 });
    await customerSends(desk, type);
    await newestWhen(desk, 'available');
    await desk.settled();
    expect(await desk.count('media')).toBe(1);
    expect(await desk.count('media_downloads')).toBe(1);
    expect(await updates()).toBe(1);
  });

  it('is kept whatever it is, and never served as a page (W26, T18, T19)', async () => {
    await customerSends(desk, 'document', { file: 'fake.png' });
    const { media, mediaUrl } = await newestWhen(desk, 'available');
    expect(media).toMatchObject({ mimeType: 'application/octet-stream', filename: 'fake.png' });
    const served = await serve(desk, mediaUrl);
    expect(served.headers.get('content-type')).toBe('application/octet-stream');
    expect(served.headers.get('content-disposition')).toBe('attachment; filename="fake.png"');
    expect(served.headers.get('x-content-type-options')).toBe('nosniff');
    expect(served.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    await served.arrayBuffer();
  });

  it.each([
    ['../../x', 'x'],
    ['a\r\nX-Evil: 1".html', 'a__X-Evil: 1_.html'],
    ['\u202egpj.exe', 'gpj.exe'],
    [`${'я'.repeat(400)}.pdf`, expect.stringMatching(/^я+\.pdf$/)],
  ])('has a harmless name, whatever the customer calls it: %j', async (filename, clean) => {
    const sha256 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
    const message = {
      from: CUSTOMER_PHONE,
      id: 'wamid.NAMED',
      timestamp: '1772366400',
      type: 'document',
      document: { id: '99', filename, mime_type: 'text/html', sha256 },
    };
    expect(await desk.post(envelopeOf([{ field: 'messages', value: inboundValue([message]) }]))).toBe(200);
    await desk.settled();
    expect((await newest(desk)).media).toMatchObject({ state: 'pending', filename: clean, mimeType: null });
  });

  it('comes at the next try where its URL had expired, and nobody is told meanwhile', async () => {
    await desk.control('PUT', 'faults', { download: { answer: 'expired-url', times: 2 } });
    await customerSends(desk, 'image');
    await until(async () => (await newest(desk)).media?.reason === 'UNREACHABLE');
    const { media, mediaUrl } = await newest(desk);
    expect(media).toMatchObject({ state: 'pending', mimeType: null, size: null });
    expect(mediaUrl).toBeNull();
    await tryAgain(media?.id ?? 0, 3);
    await newestWhen(desk, 'available');
    expect(await updates()).toBe(1);
  });

  it.each([
    ['wrong-bytes', 'HASH_MISMATCH'],
    ['empty', 'EMPTY'],
    ['unknown-id', 'NOT_AT_META'],
    ['foreign-host', 'FOREIGN_HOST'],
  ])('is given up after three tries of %s, says %s, and comes when an operator asks again', async (answer, reason) => {
    await desk.control('PUT', 'faults', { download: { answer, times: 3 } });
    await customerSends(desk, 'image');
    const { media } = await newest(desk);
    const id = media?.id ?? 0;
    await until(async () => (await newest(desk)).media?.reason === reason);
    await tryAgain(id, 3);
    expect((await newestWhen(desk, 'failed')).media).toMatchObject({ reason, mimeType: null });
    expect(await updates()).toBe(1);
    const again = await desk.app.call('POST', `/api/waba/operator/media/${id}/retry`, { token: desk.operator.token });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ media: { id, state: 'pending', reason: null } });
    await newestWhen(desk, 'available');
    // Failed, asked for again, here.
    expect(await updates()).toBe(3);
  });

  it('is given up when Meta has forgotten it, and then for good', async () => {
    await desk.control('PUT', 'faults', { download: { answer: 'cut', times: 'always' } });
    await customerSends(desk, 'image');
    await until(async () => (await newest(desk)).media?.reason === 'UNREACHABLE');
    desk.app.clock.advance(7 * DAY_MS);
    await until(async () => {
      const [row] = await desk.app.rows<{ state: string }>('select state from media');
      return row?.state === 'expired';
    });
    expect(await updates()).toBe(1);
    const [media] = await desk.app.rows<{ id: number }>('select id from media');
    const token = await desk.app.tokenOf(desk.operator);
    const again = await desk.app.call('POST', `/api/waba/operator/media/${media?.id}/retry`, { token });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ code: 'MEDIA_EXPIRED' });
  });

  it('is fetched by the next process where one died over it, and what that one still says counts for nothing', async () => {
    await desk.control('PUT', 'faults', { download: { answer: 'slow', times: 1 } });
    await customerSends(desk, 'image');
    await until(
      async () => (await desk.app.rows('select 1 from media_downloads where lease_owner is not null')).length === 1,
    );
    // What kill -9 leaves: a lease nobody renews.
    await desk.app.rows(`update media_downloads set lease_expires_at = now() - interval '1 second'`);
    const { media } = await newestWhen(desk, 'available');
    expect(await triesOf(desk, media?.id ?? 0)).toBe(2);
    expect(await updates()).toBe(1);
  });

  it('is served no more once the customer took the message back, and one on its way is not fetched', async () => {
    const { wamid } = await customerSends(desk, 'image');
    const { mediaUrl } = await newestWhen(desk, 'available');
    await customerSends(desk, 'revoke', { revoke: { original_message_id: wamid } });
    expect((await serve(desk, mediaUrl)).status).toBe(404);
    expect(await newest(desk)).toMatchObject({ mediaUrl: null, media: null });
    await desk.control('PUT', 'faults', { download: { answer: 'expired-url', times: 'always' } });
    const second = await customerSends(desk, 'image');
    await until(async () => (await newest(desk)).media?.reason === 'UNREACHABLE');
    await customerSends(desk, 'revoke', { revoke: { original_message_id: second.wamid } });
    await desk.control('DELETE', 'faults');
    desk.app.clock.advance(HOUR_MS / 2);
    await customerSends(desk, 'image');
    await newestWhen(desk, 'available');
    const states = await desk.app.rows(`select state from media order by id`);
    expect(states).toEqual([{ state: 'available' }, { state: 'pending' }, { state: 'available' }]);
  });

  it('is nobody else’s to see or to ask for', async () => {
    await customerSends(desk, 'image');
    const { media } = await newestWhen(desk, 'available');
    const stranger = await desk.app.signedIn();
    const missing = await desk.app.call('POST', '/api/waba/operator/media/999999/retry', { token: stranger.token });
    const foreign = await desk.app.call('POST', `/api/waba/operator/media/${media?.id}/retry`, {
      token: stranger.token,
    });
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, requestId: '', instance: '' }).toEqual({ ...missing.body, requestId: '', instance: '' });
    const own = await desk.app.call('POST', `/api/waba/operator/media/${media?.id}/retry`, {
      token: desk.operator.token,
    });
    expect(own.body).toMatchObject({ media: { state: 'available' } });
    expect(await updates()).toBe(1);
  });

  it('never makes us show our token to a stranger (T16)', async () => {
    const seen: (string | undefined)[] = [];
    const canary = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end('x');
    });
    await new Promise<void>((resolve) => {
      canary.listen(0, '127.0.0.1', resolve);
    });
    try {
      const url = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/x`;
      const image = { id: '4711', mime_type: 'image/jpeg', url, link: url };
      const message = { from: CUSTOMER_PHONE, id: 'wamid.FORGED', timestamp: '1772366400', type: 'image', image };
      expect(await desk.post(envelopeOf([{ field: 'messages', value: inboundValue([message]) }]))).toBe(200);
      await desk.settled();
      await until(async () => (await newest(desk)).media?.reason === 'NOT_AT_META');
      expect(seen).toEqual([]);
    } finally {
      canary.close();
    }
  });
});
