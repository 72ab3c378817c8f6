import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import { MediaStore } from '../../src/media/storage/media-store.js';
import { UploadJanitor } from '../../src/media/uploads/upload-janitor.service.js';
import { PHOTO_JPEG } from '../../src/simulator/files/photo-jpeg.js';
import { STICKER_WEBP } from '../../src/simulator/files/sticker-webp.js';
import { customerSends, newest, newestWhen, serve } from '../support/media-desk.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

const PATH = '/api/waba/operator/media';
const HOUR_MS = 3_600_000;

describe('thumbnails', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600', LOG_LEVEL: 'fatal' } });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    await desk.close();
  });

  function bearer(token = desk.operator.token): { headers: Record<string, string> } {
    return { headers: { authorization: `Bearer ${token}` } };
  }

  async function codeOf(response: Response): Promise<[number, string]> {
    const { code } = (await response.json()) as { code: string };
    return [response.status, code];
  }

  async function upload(bytes: Buffer, name: string): Promise<Response> {
    const body = new FormData();
    body.append('file', new Blob([new Uint8Array(bytes)]), name);
    return fetch(`${desk.app.url}${PATH}`, { method: 'POST', body, ...bearer() });
  }

  async function uploaded(bytes: Buffer, name: string): Promise<number> {
    const response = await upload(bytes, name);
    expect(response.status).toBe(201);
    return ((await response.json()) as { id: number }).id;
  }

  async function bytesOf(response: Response): Promise<Buffer> {
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  }

  /** The customer's photo, here. */
  async function photo(): Promise<{ id: number; mediaUrl: string; thumbnailUrl: string }> {
    await customerSends(desk, 'image');
    const { media, mediaUrl, thumbnailUrl } = await newestWhen(desk, 'available');
    if (media === null || mediaUrl === null || thumbnailUrl === null) throw new Error('no photo');
    return { id: media.id, mediaUrl, thumbnailUrl };
  }

  it('of a photo are small, signed, kept and in nobody’s way', async () => {
    const { id, mediaUrl, thumbnailUrl } = await photo();
    expect(new URL(thumbnailUrl).pathname).toBe(`${PATH}/${id}/thumbnail`);
    const served = await serve(desk, thumbnailUrl);
    const thumbnail = await bytesOf(served);
    const { format, width, height, exif } = await sharp(thumbnail).metadata();
    expect({ format, exif, side: Math.max(width, height) }).toEqual({ format: 'webp', exif: undefined, side: 320 });
    expect(Object.fromEntries(served.headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-length': String(thumbnail.length),
      'content-disposition': 'inline',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'private, max-age=1800',
    });
    const again = await Promise.all([1, 2, 3].map(async () => bytesOf(await serve(desk, thumbnailUrl))));
    expect(again.every((bytes) => bytes.equals(thumbnail))).toBe(true);
    expect((await bytesOf(await serve(desk, mediaUrl))).equals(PHOTO_JPEG)).toBe(true);
    const byToken = await fetch(`${desk.app.url}${PATH}/${id}/thumbnail`, bearer());
    expect((await bytesOf(byToken)).equals(thumbnail)).toBe(true);
    // Another message with the same photo has the same one.
    await photo();
    expect(await desk.count('media_thumbnails')).toBe(1);
  });

  it('are made again where the store has lost them', async () => {
    const { thumbnailUrl } = await photo();
    const thumbnail = await bytesOf(await serve(desk, thumbnailUrl));
    const [row] = await desk.app.rows<{ key: string }>('select storage_key as key from media_thumbnails limit 1');
    await rm(join(desk.app.config.mediaDir, row?.key ?? ''));
    expect((await bytesOf(await serve(desk, thumbnailUrl))).equals(thumbnail)).toBe(true);
  });

  it('are there for stickers and for what operators send', async () => {
    await customerSends(desk, 'sticker', { file: 'sticker.webp' });
    const sticker = await newestWhen(desk, 'available');
    expect((await sharp(await bytesOf(await serve(desk, sticker.thumbnailUrl))).metadata()).width).toBe(320);
    const id = await uploaded(STICKER_WEBP, 'a.webp');
    const sent = await desk.send({ chatId: desk.chatId, type: 'sticker', mediaId: id });
    expect(sent.status).toBe(200);
    await bytesOf(await serve(desk, (await newest(desk)).thumbnailUrl));
  });

  it('are not there for what is no image, nor for a broken one, whose file is served all the same', async () => {
    await customerSends(desk, 'document');
    const pdf = await newestWhen(desk, 'available');
    expect([pdf.mediaUrl === null, pdf.thumbnailUrl]).toEqual([false, null]);
    const bare = await fetch(`${desk.app.url}${PATH}/${pdf.media?.id}/thumbnail`, bearer());
    expect(await codeOf(bare)).toEqual([404, 'THUMBNAIL_NOT_FOUND']);
    const half = PHOTO_JPEG.subarray(0, PHOTO_JPEG.length / 2);
    const id = await uploaded(half, 'half.jpg');
    for (const _ of [1, 2]) {
      const broken = await fetch(`${desk.app.url}${PATH}/${id}/thumbnail`, bearer());
      expect(await codeOf(broken)).toEqual([404, 'THUMBNAIL_NOT_FOUND']);
    }
    expect(await bytesOf(await fetch(`${desk.app.url}${PATH}/${id}`, bearer()))).toEqual(half);
  });

  it('are tried again where there was no time for them, three times and ever later, and never without need', async () => {
    const image = await sharp({ create: { width: 640, height: 640, channels: 3, background: 'blue' } })
      .jpeg()
      .toBuffer();
    const before = desk.app.clock.now();
    const id = await uploaded(image, 'blue.jpg');
    const ask = async (): Promise<Response> =>
      fetch(`${desk.app.url}${PATH}/${id}/thumbnail`, bearer(await desk.app.tokenOf(desk.operator)));
    const slow = jest.spyOn(sharp.prototype, 'toBuffer');
    slow.mockRejectedValue(new Error('timeout: 17% complete\nVipsImage: killed for image "temp-102"'));
    for (const [tries, minutes] of [1, 10, 60].entries()) {
      for (const _ of [1, 2]) expect(await codeOf(await ask())).toEqual([404, 'THUMBNAIL_NOT_FOUND']);
      expect(slow).toHaveBeenCalledTimes(tries + 1);
      desk.app.clock.advance(minutes * 60_000 - 1);
      await (await ask()).arrayBuffer();
      expect(slow).toHaveBeenCalledTimes(tries + 1);
      desk.app.clock.advance(1);
    }
    slow.mockRestore();
    await bytesOf(await ask());
    await desk.app.rows(
      `update media_thumbnails set storage_key = null, tries = 3, next_at = $2
       where sha256 = (select sha256 from media where id = $1)`,
      [id, desk.app.clock.now()],
    );
    const last = jest.spyOn(sharp.prototype, 'toBuffer').mockRejectedValue(new Error('timeout: 17% complete'));
    await (await ask()).arrayBuffer();
    last.mockRestore();
    desk.app.clock.advance(12 * HOUR_MS);
    expect(await codeOf(await ask())).toEqual([404, 'THUMBNAIL_NOT_FOUND']);
    desk.app.clock.set(before);
  });

  it('are made once there is room for them, where the disk was full', async () => {
    const image = await sharp({ create: { width: 640, height: 640, channels: 3, background: 'black' } })
      .jpeg()
      .toBuffer();
    const id = await uploaded(image, 'black.jpg');
    const ask = (): Promise<Response> => fetch(`${desk.app.url}${PATH}/${id}/thumbnail`, bearer());
    const store = desk.app.app.get(MediaStore, { strict: false });
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC', syscall: 'write' });
    const put = jest.spyOn(store, 'put').mockRejectedValue(full);
    for (const _ of [1, 2]) expect(await codeOf(await ask())).toEqual([503, 'OVERLOADED']);
    put.mockRestore();
    await bytesOf(await ask());
  });

  it('go with the upload they were made of', async () => {
    const image = await sharp({ create: { width: 640, height: 640, channels: 3, background: 'green' } })
      .jpeg()
      .toBuffer();
    const id = await uploaded(image, 'green.jpg');
    await bytesOf(await fetch(`${desk.app.url}${PATH}/${id}/thumbnail`, bearer()));
    const before = await desk.count('media_thumbnails');
    await desk.app.rows('update media set expires_at = $2 where id = $1', [id, desk.app.clock.now()]);
    const janitor = desk.app.app.get(UploadJanitor, { strict: false });
    await janitor.sweep();
    expect(await desk.count('media_thumbnails')).toBe(before);
    const now = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 2 * HOUR_MS);
    await janitor.sweep();
    now.mockRestore();
    expect(await desk.count('media_thumbnails')).toBe(before - 1);
    expect(await desk.app.rows('select 1 from media where id = $1', [id])).toEqual([]);
  });
});
