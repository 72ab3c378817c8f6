import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { ApiError } from '../../common/errors/api-error.js';
import type { MediaDemand } from '../../waba-gateway/protocol/limits.js';
import { provenMediaType } from './media-demands.js';

function ogg(magic: string, channels: number): Buffer {
  const page = Buffer.alloc(27 + 1 + 19);
  page.write('OggS', 0, 'latin1');
  page.writeUInt8(2, 5);
  page.writeUInt8(1, 26);
  page.writeUInt8(19, 27);
  page.write(magic, 28, 'latin1');
  page.set([1, channels], 36);
  return page;
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

/** `vide avc1` … each a track. */
function mp4(tracks: string[], brand = 'isom'): Buffer {
  const boxes = tracks.map((track) => {
    const [handler = '', codec = ''] = track.split(' ');
    const hdlr = box('hdlr', Buffer.alloc(8), text(handler), Buffer.alloc(13));
    const samples = box('stsd', Buffer.alloc(8), box(codec, Buffer.alloc(8)));
    return box('trak', box('tkhd', Buffer.alloc(84)), box('mdia', hdlr, box('minf', box('stbl', samples))));
  });
  return Buffer.concat([
    box('ftyp', text(`${brand}\0\0\0\0isom`)),
    box('moov', box('mvhd', Buffer.alloc(100)), ...boxes),
    box('mdat', Buffer.alloc(9)),
  ]);
}

const noise = (side: number): Sharp =>
  sharp({
    create: {
      width: side,
      height: side,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 90 },
    },
  });
const flat = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 4, background: '#fc0' } });

/** Two frames, one above the other. */
async function animated(quality: number): Promise<Buffer> {
  const frames = [await noise(512).png().toBuffer(), await flat(512, 512).removeAlpha().png().toBuffer()];
  return sharp(frames, { join: { animated: true } })
    .webp({ quality, loop: 0, delay: [100, 100] })
    .toBuffer();
}

describe('provenMediaType', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demands-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function judged(demand: MediaDemand, bytes: Buffer): Promise<string> {
    const path = join(folder, 'file');
    await writeFile(path, bytes);
    try {
      return await provenMediaType(path, demand);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return error.code;
    }
  }

  it.each<[MediaDemand, string, Buffer, string]>([
    ['voice', 'Opus in one channel', ogg('OpusHead', 1), 'audio/ogg; codecs=opus'],
    ['audio', 'the same', ogg('OpusHead', 1), 'audio/ogg; codecs=opus'],
    ['voice', 'Opus in two channels', ogg('OpusHead', 2), 'MEDIA_TYPE'],
    ['audio', 'Opus in two channels', ogg('OpusHead', 2), 'MEDIA_TYPE'],
    ['voice', 'Vorbis', ogg('\x01vorbis\0', 1), 'MEDIA_TYPE'],
    ['audio', 'Vorbis', ogg('\x01vorbis\0', 1), 'MEDIA_TYPE'],
    ['voice', 'nothing behind the first page', ogg('OpusHead', 1).subarray(0, 36), 'MEDIA_TYPE'],
    [
      'voice',
      'MP3',
      Buffer.concat([text('ID3\x03\0\0\0\0\0\0'), Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(2000)]),
      'MEDIA_TYPE',
    ],
    ['audio', 'M4A', mp4(['soun mp4a'], 'M4A '), 'audio/mp4'],
    ['video', 'H.264 without sound', mp4(['vide avc1']), 'video/mp4'],
    ['video', 'H.264 with AAC', mp4(['vide avc1', 'soun mp4a']), 'video/mp4'],
    ['video', '3GP of H.264', mp4(['vide avc1'], '3gp4'), 'video/3gpp'],
    ['video', '3GP of H.263', mp4(['vide s263'], '3gp4'), 'MEDIA_TYPE'],
    ['video', 'H.265', mp4(['vide hvc1', 'soun mp4a']), 'MEDIA_TYPE'],
    ['video', 'AMR sound', mp4(['vide avc1', 'soun samr']), 'MEDIA_TYPE'],
    ['video', 'two tracks of sound', mp4(['vide avc1', 'soun mp4a', 'soun mp4a']), 'MEDIA_TYPE'],
    ['video', 'sound alone', mp4(['soun mp4a']), 'MEDIA_TYPE'],
    ['video', 'no track', mp4([]), 'MEDIA_TYPE'],
    [
      'video',
      'a box that says it is longer than the file',
      Buffer.concat([box('ftyp', text('isom\0\0\0\0isom')), Buffer.from([0x7f, 0, 0, 0]), text('moov')]),
      'MEDIA_TYPE',
    ],
    [
      'video',
      'boxes of no length',
      Buffer.concat([box('ftyp', text('isom\0\0\0\0isom')), box('moov', Buffer.alloc(64_000))]),
      'MEDIA_TYPE',
    ],
    [
      'video',
      'three thousand boxes',
      Buffer.concat([
        box('ftyp', text('isom\0\0\0\0isom')),
        ...Array<Buffer>(3000).fill(box('free')),
        mp4(['vide avc1']),
      ]),
      'MEDIA_TYPE',
    ],
    ['video', 'nothing', Buffer.alloc(0), 'MEDIA_TYPE'],
  ])('of %s, %s', async (demand, _, bytes, expected) => {
    expect(await judged(demand, bytes)).toBe(expected);
  });

  it.each<[string, () => Promise<Buffer>, string]>([
    ['flat, lossless', () => flat(512, 512).webp({ lossless: true }).toBuffer(), 'image/webp'],
    ['flat, lossy', () => flat(512, 512).webp({ quality: 50 }).toBuffer(), 'image/webp'],
    ['a pixel too narrow', () => flat(511, 512).webp().toBuffer(), 'MEDIA_TYPE'],
    ['a pixel too high', () => flat(512, 513).webp({ lossless: true }).toBuffer(), 'MEDIA_TYPE'],
    ['a PNG', () => flat(512, 512).png().toBuffer(), 'MEDIA_TYPE'],
    ['static and more than 100 KiB', () => noise(512).webp({ quality: 80 }).toBuffer(), 'MEDIA_TOO_LARGE'],
    ['animated and more than 100 KiB', () => animated(80), 'image/webp'],
    ['a header alone', async () => (await flat(512, 512).webp().toBuffer()).subarray(0, 20), 'MEDIA_TYPE'],
  ])('of a sticker, %s', async (name, make, expected) => {
    const bytes = await make();
    expect(await judged('sticker', bytes)).toBe(expected);
    const isLarge = bytes.length > 100 * 1024;
    expect([bytes.length < 500 * 1024, isLarge]).toEqual([true, name.includes('100 KiB')]);
  });
});
