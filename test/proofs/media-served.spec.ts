import { open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import { MediaStore } from '../../src/media/storage/media-store.js';
import { INVOICE_PDF } from '../../src/simulator/files/file-catalogue.js';
import { PHOTO_JPEG } from '../../src/simulator/files/photo-jpeg.js';
import { STICKER_WEBP } from '../../src/simulator/files/sticker-webp.js';
import { customerSends, newestWhen, serve } from '../support/media-desk.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

const PATH = '/api/waba/operator/media';
const HOUR_MS = 3_600_000;

describe('files that are served', () => {
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

  describe.each(['mediaUrl', 'thumbnailUrl'] as const)('by %s', (kind) => {
    it('open to nobody else, whoever guesses or forges (D10)', async () => {
      const links = await photo();
      const link = new URL(links[kind]);
      const changed = (change: (link: URL) => void): string => {
        const copy = new URL(link);
        change(copy);
        return copy.href;
      };
      const other = new URL(links[kind === 'mediaUrl' ? 'thumbnailUrl' : 'mediaUrl']).searchParams.get('sig') ?? '';
      const forged = [
        changed(({ searchParams }) => searchParams.set('u', '1')),
        changed(({ searchParams }) => searchParams.set('exp', String(Number(searchParams.get('exp')) + 1))),
        changed(({ searchParams }) => searchParams.set('sig', 'A'.repeat(43))),
        changed(({ searchParams }) => searchParams.set('sig', other)),
        changed(({ searchParams }) => searchParams.append('sig', 'x')),
        changed(({ searchParams }) => searchParams.delete('exp')),
        changed((copy) => {
          copy.pathname = copy.pathname.replace(String(links.id), String(links.id + 1));
        }),
      ];
      for (const url of forged) expect(await codeOf(await serve(desk, url))).toEqual([403, 'MEDIA_LINK_INVALID']);
      const stranger = await desk.app.signedIn();
      const foreign = await fetch(`${desk.app.url}${link.pathname}`, bearer(stranger.token));
      const missing = await fetch(`${desk.app.url}${link.pathname.replace(String(links.id), '999999')}`, bearer());
      expect(await codeOf(foreign)).toEqual([404, 'MEDIA_NOT_FOUND']);
      expect(await codeOf(missing)).toEqual([404, 'MEDIA_NOT_FOUND']);
      const [row] = await desk.app.rows<{ key: string }>('select storage_key as key from media where id = $1', [
        links.id,
      ]);
      const guessed = await fetch(`${desk.app.url}${PATH}/${row?.key}`, bearer());
      expect(await codeOf(guessed)).toEqual([404, 'NOT_FOUND']);
      await desk.app.rows('delete from channel_members where user_id = $1', [desk.operator.id]);
      expect(await codeOf(await serve(desk, link.href))).toEqual([404, 'MEDIA_NOT_FOUND']);
      await desk.app.rows('insert into channel_members (channel_id, user_id) values ($1, $2)', [
        desk.fixture.channelId,
        desk.operator.id,
      ]);
      const before = desk.app.clock.now();
      desk.app.clock.advance(HOUR_MS);
      expect(await codeOf(await serve(desk, link.href))).toEqual([403, 'MEDIA_LINK_INVALID']);
      desk.app.clock.set(before);
      await bytesOf(await serve(desk, link.href));
    });
  });

  it('are shown in place only where nothing in them can run (D11, D14)', async () => {
    const shown: [Buffer, string, string][] = [
      [PHOTO_JPEG, 'Фото.jpg', `inline; filename="____.jpg"; filename*=UTF-8''%D0%A4%D0%BE%D1%82%D0%BE.jpg`],
      [INVOICE_PDF, 'a.pdf', 'inline; filename="a.pdf"'],
      [Buffer.from('Просто текст'), 'a.html.txt', 'attachment; filename="a.html.txt"'],
      [STICKER_WEBP, 'a.webp', 'attachment; filename="a.webp"'],
    ];
    for (const [bytes, name, disposition] of shown) {
      const served = await fetch(`${desk.app.url}${PATH}/${await uploaded(bytes, name)}`, bearer());
      await served.arrayBuffer();
      expect(Object.fromEntries(served.headers)).toMatchObject({
        'content-disposition': disposition,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cross-origin-resource-policy': 'cross-origin',
        'cache-control': 'private, max-age=1800',
      });
    }
  });

  it('are not kept by browsers as missing where the store is away or has lost them', async () => {
    const bytes = Buffer.from('Здесь и там');
    const id = await uploaded(bytes, 'lost.txt');
    const ask = (): Promise<Response> => fetch(`${desk.app.url}${PATH}/${id}`, bearer());
    const open = jest.spyOn(desk.app.app.get(MediaStore, { strict: false }), 'open');
    open.mockResolvedValueOnce(null).mockRejectedValueOnce(new Error('store away'));
    for (const code of [404, 500]) {
      const missing = await ask();
      await missing.arrayBuffer();
      const { 'cache-control': kept, 'content-disposition': named } = Object.fromEntries(missing.headers);
      expect([missing.status, kept, named]).toEqual([code, 'no-store', undefined]);
    }
    expect(await bytesOf(await ask())).toEqual(bytes);
  });

  it('come in one range or none (D13)', async () => {
    const { mediaUrl } = await photo();
    const size = PHOTO_JPEG.length;
    const ask = (range: string): Promise<Response> => serve(desk, mediaUrl, { range });
    const first = await ask('bytes=0-0');
    expect([first.status, first.headers.get('content-range'), first.headers.get('content-length')]).toEqual([
      206,
      `bytes 0-0/${size}`,
      '1',
    ]);
    expect(Buffer.from(await first.arrayBuffer())).toEqual(PHOTO_JPEG.subarray(0, 1));
    const rest = await ask('bytes=100-');
    expect([rest.status, Buffer.from(await rest.arrayBuffer()).equals(PHOTO_JPEG.subarray(100))]).toEqual([206, true]);
    const thousand = `bytes=${Array.from({ length: 1000 }, (_, at) => `${at}-${at}`).join(',')}`;
    for (const range of ['bytes=-1', 'bytes=9e99-', `bytes=${size}-`, 'bytes=5-4', thousand]) {
      const refused = await ask(range);
      expect([refused.status, refused.headers.get('content-range'), await refused.text()]).toEqual([
        416,
        `bytes */${size}`,
        '',
      ]);
    }
  });

  it('of the same content are each their owner’s own (D17)', async () => {
    const mine = await uploaded(PHOTO_JPEG, 'mine.jpg');
    const colleague = await desk.app.signedIn();
    const body = new FormData();
    body.append('file', new Blob([new Uint8Array(PHOTO_JPEG)]), 'theirs.jpg');
    const response = await fetch(`${desk.app.url}${PATH}`, { method: 'POST', body, ...bearer(colleague.token) });
    const { id: theirs } = (await response.json()) as { id: number };
    const statusOf = async (id: number, token: string): Promise<number> => {
      const served = await fetch(`${desk.app.url}${PATH}/${id}`, bearer(token));
      await served.arrayBuffer();
      return served.status;
    };
    expect([
      await statusOf(mine, desk.operator.token),
      await statusOf(theirs, desk.operator.token),
      await statusOf(mine, colleague.token),
      await statusOf(theirs, colleague.token),
    ]).toEqual([200, 404, 404, 200]);
  });

  it('keep what a camera wrote into them, as documented; thumbnails do not (D18)', async () => {
    const image = await sharp({ create: { width: 400, height: 300, channels: 3, background: 'gold' } })
      .withExif({ IFD0: { Copyright: 'WHO-TOOK-IT' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '43/1 14/1 20/1' } })
      .jpeg()
      .toBuffer();
    const id = await uploaded(image, 'gps.jpg');
    expect(await bytesOf(await fetch(`${desk.app.url}${PATH}/${id}`, bearer()))).toEqual(image);
    const thumbnail = await bytesOf(await fetch(`${desk.app.url}${PATH}/${id}/thumbnail`, bearer()));
    expect([image.includes('WHO-TOOK-IT'), thumbnail.includes('WHO-TOOK-IT')]).toEqual([true, false]);
  });

  it('of 50,000 × 50,000 pixels are refused by their header (D6)', async () => {
    const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    png.writeUInt32BE(50_000, 16);
    png.writeUInt32BE(50_000, 20);
    expect(await codeOf(await upload(png, 'bomb.png'))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it.each(['appendFile', 'sync'] as const)(
    'are refused with 503 while the disk is full (%s), and texts go on (D16)',
    async (call) => {
      const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC', syscall: 'write' });
      const probe = join(desk.app.config.mediaDir, 'probe');
      await writeFile(probe, '');
      const handle = await open(probe);
      await handle.close();
      const spy = jest.spyOn(Object.getPrototypeOf(handle), call).mockRejectedValue(full);
      const refused = await upload(Buffer.from(`Новый текст ${call}.`), 'a.txt');
      expect([refused.headers.get('retry-after'), ...(await codeOf(refused))]).toEqual(['1', 503, 'OVERLOADED']);
      const before = await desk.sendTraces();
      const file = { chatId: desk.chatId, type: 'image', message: 'x', mediaUrl: 'https://example.com/photo.jpg' };
      expect((await desk.send(file)).status).toBe(503);
      expect(await desk.sendTraces()).toEqual(before);
      expect((await desk.send({ chatId: desk.chatId, message: 'Текст идёт и так' })).status).toBe(200);
      spy.mockRestore();
      expect(await readdir(join(desk.app.config.mediaDir, 'tmp'))).toEqual([]);
      expect((await desk.send(file)).status).toBe(200);
    },
  );
});
