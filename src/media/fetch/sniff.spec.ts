import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MAX_BYTES_BY_KIND } from '../../waba-gateway/protocol/limits.js';
import { acceptsMediaType, sniffMediaType } from './sniff.js';

const ASF_MAGIC = Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex');

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const SLIDES = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';

/** A PNG's signature, IHDR and an empty IDAT: all that is read of one. */
function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(57);
  Buffer.from('89504e470d0a1a0a', 'hex').copy(bytes);
  bytes.writeUInt32BE(13, 8);
  bytes.write('IHDR', 12, 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.writeUInt8(8, 24);
  bytes.writeUInt8(6, 25);
  bytes.write('IDAT', 37, 'latin1');
  bytes.write('IEND', 49, 'latin1');
  return bytes;
}

/** SOI, an APP0 of the given length with padding before it, and a frame header. */
function jpeg(width: number, height: number, frameMarker = 0xc0): Buffer {
  const app0 = Buffer.from('ffe000104a46494600010100000100010000', 'hex');
  const frame = Buffer.from([0xff, 0xff, frameMarker, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 6);
  frame.writeUInt16BE(width, 8);
  return Buffer.concat([Buffer.from('ffd8', 'hex'), app0, frame, Buffer.from('ffda0008010100003f00', 'hex')]);
}

interface ZipEntry {
  name: string;
  data: string;
  claimedBytes?: number;
}

/** A stored (uncompressed) zip; `claimedBytes` is what the central directory says an entry unpacks to. */
function zip(entries: ZipEntry[], withDirectory = true): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, claimedBytes } of entries) {
    const local = Buffer.alloc(30 + name.length + data.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(data.length, 22);
    local.writeUInt16LE(name.length, 26);
    local.write(name + data, 30, 'latin1');
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(claimedBytes ?? data.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    entry.write(name, 46, 'latin1');
    locals.push(local);
    directory.push(entry);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat(withDirectory ? [...locals, ...directory, end] : locals);
}

function office(mainType: string, claimedBytes?: number): ZipEntry[] {
  const data = `<Types><Override PartName="/x" ContentType="${mainType}.main+xml"/></Types>`;
  return [
    { name: '[Content_Types].xml', data },
    { name: 'word/document.xml', data: '<x/>', claimedBytes },
  ];
}

const SECTOR = 512;

/** A compound file of 512-byte sectors: FAT in sector 0, directory in sectors 1, 2, …; one stream per name. */
function compoundFile(streams: string[], directoryLoops = false): Buffer {
  const directorySectors = Math.max(1, Math.ceil(streams.length / 4));
  const bytes = Buffer.alloc(SECTOR * (2 + directorySectors));
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt32LE(1, 48);
  bytes.fill(0xff, 76, 512);
  bytes.writeUInt32LE(0xfffffffe, 68);
  bytes.writeUInt32LE(0, 76);
  bytes.fill(0xff, SECTOR, SECTOR * 2);
  for (let sector = 1; sector <= directorySectors; sector += 1) {
    const end = directoryLoops ? 1 : 0xfffffffe;
    bytes.writeUInt32LE(sector < directorySectors ? sector + 1 : end, SECTOR + sector * 4);
  }
  streams.forEach((name, index) => {
    const at = SECTOR * 2 + index * 128;
    bytes.write(name, at, 'utf16le');
    bytes.writeUInt16LE((name.length + 1) * 2, at + 64);
    bytes.writeUInt8(2, at + 66);
  });
  return bytes;
}

const NO_OFFICE_STREAMS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

const KNOWN: [string, Buffer | string, string | null][] = [
  ['a PNG', png(640, 480), 'image/png'],
  ['a JPEG', jpeg(640, 480), 'image/jpeg'],
  ['a progressive JPEG', jpeg(640, 480, 0xc2), 'image/jpeg'],
  ['a 200-megapixel JPEG', jpeg(16_320, 12_240), 'image/jpeg'],
  ['a PDF', '%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n', 'application/pdf'],
  ['a docx', zip(office(WORD)), WORD],
  ['an xlsx', zip(office(EXCEL)), EXCEL],
  ['a pptx', zip(office(SLIDES)), SLIDES],
  ['a large but honest docx', zip(office(WORD, 60 * 1024 * 1024)), WORD],
  ['a doc', compoundFile(['Root', 'WordDocument']), 'application/msword'],
  ['an xls', compoundFile(['Workbook']), 'application/vnd.ms-excel'],
  ['an xls of Excel 95', compoundFile(['Book']), 'application/vnd.ms-excel'],
  [
    'a ppt deep in the directory',
    compoundFile([...NO_OFFICE_STREAMS, 'PowerPoint Document']),
    'application/vnd.ms-powerpoint',
  ],
  ['plain text', 'Счёт № 5\r\n\tитого: 10 < 20 & 30 > 20\n', 'text/plain'],
  ['text with a BOM', '\ufeffhello', 'text/plain'],
  ['one letter', 'x', 'text/plain'],
  ['text that begins like a bitmap', 'BMW of the customer is ready', 'text/plain'],
  ['text that begins like an STL', 'solid as a rock', 'text/plain'],
  ['text over a chunk border', `${'я'.repeat(40_000)}x`, 'text/plain'],
];

const REFUSED: [string, Buffer | string][] = [
  ['an empty file', ''],
  ['HTML', '<!DOCTYPE html><html><body>x</body></html>'],
  ['HTML after spaces', '\n\n   <html>'],
  ['HTML after a BOM', '\ufeff<script>alert(1)</script>'],
  ['HTML after some text', 'hello <script>alert(1)</script>'],
  ['HTML behind a comment', '<!-- x --><p>hi</p>'],
  ['upper-case HTML', '<HTML>'],
  ['a lone tag', '<b>x</b>'],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  ['SVG with a prolog', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['XML', '<?xml version="1.0"?><note/>'],
  ['PHP', '<?php system($_GET["x"]);'],
  ['a server page', '<%@ page %>'],
  ['text with NUL', 'abc\u0000def'],
  ['text with an escape', 'abc\u001b[31m'],
  ['text with C1', 'abc\u0085'],
  ['text with DEL', 'abc\u007f'],
  ['invalid UTF-8', Buffer.from('68656c6c6fff', 'hex')],
  ['UTF-8 cut in the middle', Buffer.from('68656c6cd1', 'hex')],
  ['UTF-16', Buffer.from('\ufeffhello', 'utf16le')],
  ['a PNG of 50,000 × 50,000', png(50_000, 50_000)],
  ['a PNG one pixel high and very wide', png(1_000_000, 1)],
  ['a PNG without pixels', png(0, 10)],
  ['a PNG signature alone', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['a JPEG of 60,000 × 60,000', jpeg(60_000, 60_000)],
  ['a JPEG signature and HTML', Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('<script>')])],
  ['a JPEG that ends before its frame', Buffer.from('ffd8ffd9', 'hex')],
  ['a docx bomb', zip(office(WORD, 0xf0000000))],
  ['a docx bomb by ratio', zip(office(WORD, 200 * 1024 * 1024))],
  ['a docx without a directory', zip(office(WORD), false)],
  ['an installer in the old container', compoundFile(NO_OFFICE_STREAMS)],
  ['a compound file whose directory loops', compoundFile(NO_OFFICE_STREAMS, true)],
  ['a compound file cut after its header', compoundFile(['WordDocument']).subarray(0, 512)],
];

const NOT_OURS: [string, Buffer | string][] = [
  ['a GIF', 'GIF89a\u0001\u0000\u0001\u0000'],
  ['a GIF that is also a zip', Buffer.concat([Buffer.from('GIF89a\u0001\u0000\u0001\u0000'), zip(office(WORD))])],
  ['a WebP', Buffer.concat([Buffer.from('RIFF\u0024\u0000\u0000\u0000WEBPVP8 '), Buffer.alloc(24)])],
  ['a zip', zip([{ name: 'a.txt', data: 'hello' }])],
  ['a macro docx', zip(office('application/vnd.ms-word.document.macroEnabled'))],
  ['gzip', Buffer.from('1f8b0800000000000003', 'hex')],
  ['RTF', '{\\rtf1 hello}'],
  ['PostScript', '%!PS-Adobe-3.0\n'],
  ['a Windows program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(128)])],
];

let folder: string;
let path: string;

async function sniff(content: Buffer | string): Promise<string | null> {
  await writeFile(path, content);
  return sniffMediaType(path);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sniff-'));
  path = join(folder, 'file');
});

afterAll(async () => rm(folder, { recursive: true }));

describe('sniffMediaType', () => {
  it.each(KNOWN)('knows %s', async (_name, content, mime) => {
    expect(await sniff(content)).toBe(mime);
  });

  it.each(REFUSED)('answers null to %s', async (_name, content) => {
    expect(await sniff(content)).toBeNull();
  });

  it.each(NOT_OURS)('never takes %s for something WhatsApp accepts', async (_name, content) => {
    const mime = await sniff(content);
    expect([acceptsMediaType('image', mime), acceptsMediaType('document', mime)]).toEqual([false, false]);
  });

  it('calls no file unknown because our own time was over', async () => {
    await writeFile(path, png(16, 16));
    await expect(sniffMediaType(path, AbortSignal.abort())).rejects.toMatchObject({ code: 'OVERLOADED' });
  });

  it('returns from the 55-byte ASF file that loops in old parsers (D8)', async () => {
    const mime = await sniff(Buffer.concat([ASF_MAGIC, Buffer.alloc(39)]));
    expect(acceptsMediaType('document', mime)).toBe(false);
  });

  it('returns from fuzzed headers of every format it reads by itself or by the library (D8)', async () => {
    const seeds = [
      ASF_MAGIC,
      png(9, 9),
      jpeg(9, 9),
      zip(office(WORD)),
      compoundFile(NO_OFFICE_STREAMS),
      Buffer.from('%PDF-'),
    ];
    const header = fc.tuple(fc.constantFrom(...seeds), fc.nat(1100), fc.uint8Array({ maxLength: 200 }));
    await fc.assert(
      fc.asyncProperty(header, async ([seed, at, noise]) => {
        const bytes = Buffer.concat([seed, Buffer.alloc(64)]);
        bytes.set(noise.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
        const mime = await sniff(bytes);
        return mime === null || mime.includes('/');
      }),
      { numRuns: 1000 },
    );
  });

  it('throws when the file is not there, so that a lost file is not called a wrong type', async () => {
    await expect(sniffMediaType(join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('acceptsMediaType', () => {
  it.each([
    ['image', 'image/jpeg', true],
    ['image', 'image/png', true],
    ['image', 'image/webp', false],
    ['image', 'image/gif', false],
    ['image', 'image/apng', false],
    ['image', 'image/svg+xml', false],
    ['image', 'application/pdf', false],
    ['image', null, false],
    ['document', 'application/pdf', true],
    ['document', 'text/plain', true],
    ['document', WORD, true],
    ['document', 'application/msword', true],
    ['document', 'text/html', false],
    ['document', 'image/png', false],
    ['document', '__proto__', false],
    ['document', null, false],
  ] as const)('as %s: %s → %s', (kind, mime, expected) => {
    expect(acceptsMediaType(kind, mime)).toBe(expected);
  });

  it('goes with the limits of 5 MiB for an image and 100 MiB for a document', () => {
    expect([MAX_BYTES_BY_KIND.image, MAX_BYTES_BY_KIND.document]).toEqual([5_242_880, 104_857_600]);
  });
});
