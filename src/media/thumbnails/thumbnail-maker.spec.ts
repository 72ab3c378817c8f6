import { deflateSync } from 'node:zlib';
import { describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import { Logger } from '../../common/logger.js';
import { INVOICE_PDF } from '../../simulator/files/file-catalogue.js';
import { PHOTO_JPEG } from '../../simulator/files/photo-jpeg.js';
import { STICKER_WEBP } from '../../simulator/files/sticker-webp.js';
import { ThumbnailMaker } from './thumbnail-maker.js';

const quiet = new Logger('silent');

function maker(): ThumbnailMaker {
  return new ThumbnailMaker(quiet, () => import('sharp'));
}

/** A red picture; what is decoded is no smaller for being simple. */
function picture(width: number, height: number): ReturnType<typeof sharp> {
  return sharp({ create: { width, height, channels: 3, background: 'red' }, limitInputPixels: false });
}

async function made(image: Buffer): Promise<Buffer> {
  const result = await maker().make(async () => image);
  if (result.kind !== 'made') throw new Error(result.kind);
  return result.bytes;
}

/** A PNG that says it is so large and has nearly nothing behind its header. */
function bomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  const zeros = deflateSync(Buffer.alloc(1_000_000));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...[
      ['IHDR', header],
      ['IDAT', zeros],
      ['IEND', Buffer.alloc(0)],
    ].flatMap(([type, data]) => chunk(String(type), Buffer.from(data ?? ''))),
  ]);
}

function chunk(type: string, data: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return [length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)];
}

describe('ThumbnailMaker', () => {
  it.each([
    [1280, 640, 320, 160],
    [640, 1280, 160, 320],
    [100, 50, 100, 50],
    [5000, 3, 320, 1],
  ])('makes of %i × %i a WebP of %i × %i', async (width, height, toWidth, toHeight) => {
    const bytes = await made(await picture(width, height).jpeg().toBuffer());
    expect(bytes.toString('latin1', 8, 12)).toBe('WEBP');
    expect(sizeOf(bytes)).toEqual([toWidth, toHeight]);
  });

  it('turns the picture as its EXIF says and keeps nothing of that, nor where it was taken', async () => {
    const exif = { IFD0: { Copyright: 'SECRET-OWNER' }, IFD3: { GPSLatitude: '43/1 14/1 20/1', GPSLatitudeRef: 'N' } };
    const image = await picture(640, 320).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const bytes = await made(image);
    expect(sizeOf(bytes)).toEqual([160, 320]);
    for (const word of ['EXIF', 'Exif', 'XMP ', 'ICCP', 'SECRET']) expect(bytes.includes(word)).toBe(false);
  });

  it.each([
    ['photo', PHOTO_JPEG],
    ['sticker', STICKER_WEBP],
  ])('makes one of the %s of the sandbox', async (_, image) => {
    const [width = 0, height = 0] = sizeOf(await made(image));
    expect(Math.max(width, height)).toBeLessThanOrEqual(320);
  });

  it('makes one picture of a moving sticker', async () => {
    const frames = await Promise.all(['red', 'blue'].map((background) => frame(background)));
    const moving = await sharp(frames, { join: { animated: true } })
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer();
    expect(moving.includes('ANIM')).toBe(true);
    const bytes = await made(moving);
    expect([bytes.includes('ANIM'), sizeOf(bytes)]).toEqual([false, [320, 320]]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('hello')],
    [
      'SVG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'),
    ],
    ['a GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
    ['a PDF', INVOICE_PDF],
    ['half a photo', PHOTO_JPEG.subarray(0, PHOTO_JPEG.length / 2)],
    ['a photo of nothing but its beginning', PHOTO_JPEG.subarray(0, 20)],
    ['a bomb of 50,000 × 50,000', bomb(50_000)],
    ['a bomb of 6,000 × 6,000', bomb(6_000)],
  ])('makes nothing of %s', async (_, image) => {
    expect(await maker().make(async () => image)).toEqual({ kind: 'broken' });
  });

  it('says of one that ran out of time that it was late, not that it is broken', async () => {
    const slow = jest.spyOn(sharp.prototype, 'toBuffer');
    slow.mockRejectedValueOnce(new Error('timeout: 17% complete\nVipsImage: killed for image "temp-102"'));
    slow.mockRejectedValueOnce(new Error('VipsJpeg: premature end of JPEG image in timeout: '));
    const one = maker();
    expect(await one.make(async () => PHOTO_JPEG)).toEqual({ kind: 'late' });
    expect(await one.make(async () => PHOTO_JPEG)).toEqual({ kind: 'broken' });
    slow.mockRestore();
    expect(await one.make(async () => PHOTO_JPEG)).toMatchObject({ kind: 'made' });
  });

  it('refuses by its size alone an image that is whole', async () => {
    const image = await picture(5_100, 5_000).png({ compressionLevel: 9 }).toBuffer();
    expect(await maker().make(async () => image)).toEqual({ kind: 'broken' });
  });

  it('makes one at a time, and reads each when its turn has come', async () => {
    const one = maker();
    let reading = 0;
    let most = 0;
    const read = async (): Promise<Buffer> => {
      reading += 1;
      most = Math.max(most, reading);
      await new Promise(setImmediate);
      reading -= 1;
      return PHOTO_JPEG;
    };
    const results = await Promise.all([1, 2, 3, 4].map(() => one.make(read)));
    expect([most, results.map(({ kind }) => kind)]).toEqual([1, ['made', 'made', 'made', 'made']]);
  });

  it('takes no more than 200 at once, and more again afterwards', async () => {
    const one = maker();
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const waiting = Array.from({ length: 200 }, () => one.make(() => gate.then(() => Buffer.alloc(0))));
    await expect(one.make(async () => PHOTO_JPEG)).rejects.toMatchObject({ code: 'OVERLOADED' });
    release();
    await Promise.all(waiting);
    expect(await one.make(async () => PHOTO_JPEG)).toMatchObject({ kind: 'made' });
  });

  it('goes on after a store that failed', async () => {
    const one = maker();
    await expect(one.make(() => Promise.reject(new Error('store away')))).rejects.toThrow('store away');
    expect(await one.make(async () => PHOTO_JPEG)).toMatchObject({ kind: 'made' });
  });

  it('does without sharp where it cannot be loaded, and says so once', async () => {
    const lines: string[] = [];
    const logger = new Logger('info', { write: (line: string) => lines.push(line) });
    const one = new ThumbnailMaker(logger, () => Promise.reject(new Error('no binaries for this platform')));
    expect(one.isAvailable).toBe(true);
    for (const _ of [1, 2, 3]) expect(await one.make(async () => PHOTO_JPEG)).toEqual({ kind: 'unavailable' });
    expect(one.isAvailable).toBe(false);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('sharp cannot be loaded');
  });
});

async function frame(background: string): Promise<Buffer> {
  return sharp({ create: { width: 512, height: 512, channels: 4, background } })
    .png()
    .toBuffer();
}

/** Of the WebP kinds libvips writes: lossy, and lossy with an alpha channel. */
function sizeOf(webp: Buffer): number[] {
  const kind = webp.toString('latin1', 12, 16);
  if (kind === 'VP8 ') return [webp.readUInt16LE(26) & 0x3fff, webp.readUInt16LE(28) & 0x3fff];
  if (kind === 'VP8X') return [webp.readUIntLE(24, 3) + 1, webp.readUIntLE(27, 3) + 1];
  throw new Error(`a WebP of the kind ${kind}`);
}
