const WIDTH = 128;
const HEIGHT = 96;
const MACROBLOCKS = (WIDTH / 16) * (HEIGHT / 16);
/** H.264 baseline for 128 × 96 pixels. */
const SPS = Buffer.from([0x67, 0x42, 0x00, 0x0a, 0xf8, 0x41, 0xa2]);
const PPS = Buffer.from([0x68, 0xce, 0x38, 0x80]);
const SLICE_HEADER = Buffer.from([0x05, 0x88, 0x84, 0x21, 0xa0]);
/** A macroblock that is not compressed (I_PCM): its samples follow as they are, 256 of light and 128 of colour. */
const MACROBLOCK = Buffer.concat([Buffer.from([0x0d, 0x00]), Buffer.alloc(384, 0x80)]);
const SECOND = 1000;

/** One second of a grey picture: MP4 with one track, by default of H.264. */
export function greyVideo(codec = 'avc1'): Buffer {
  const slice = Buffer.concat([SLICE_HEADER, ...Array<Buffer>(MACROBLOCKS).fill(MACROBLOCK), Buffer.from([0x80])]);
  const sample = Buffer.concat([u32(slice.length), slice]);
  const type = box('ftyp', ascii('isom'), u32(512), ascii('isomavc1mp41'));
  const movieAt = (offset: number): Buffer => box('moov', movieHeader(), track(codec, sample.length, offset));
  const offset = type.length + movieAt(0).length + 8;
  return Buffer.concat([type, movieAt(offset), box('mdat', sample)]);
}

function movieHeader(): Buffer {
  const rates = [u32(0x10000), u16(0x100), zeros(10)];
  return box('mvhd', u32(0), zeros(8), u32(SECOND), u32(SECOND), ...rates, matrix(), zeros(24), u32(2));
}

function track(codec: string, sampleSize: number, offset: number): Buffer {
  const size = [u32(WIDTH << 16), u32(HEIGHT << 16)];
  const header = box('tkhd', u32(3), zeros(8), u32(1), zeros(4), u32(SECOND), zeros(16), matrix(), ...size);
  const mediaHeader = box('mdhd', u32(0), zeros(8), u32(SECOND), u32(SECOND), u16(0x55c4), zeros(2));
  const handler = box('hdlr', zeros(8), ascii('vide'), zeros(12), ascii('picture\0'));
  const source = box('dinf', box('dref', u32(0), u32(1), box('url ', u32(1))));
  const information = box('minf', box('vmhd', u32(1), zeros(8)), source, sampleTable(codec, sampleSize, offset));
  return box('trak', header, box('mdia', mediaHeader, handler, information));
}

function sampleTable(codec: string, sampleSize: number, offset: number): Buffer {
  const config = box(
    'avcC',
    Buffer.from([1, 0x42, 0, 0x0a, 0xff, 0xe1]),
    u16(SPS.length),
    SPS,
    Buffer.from([1]),
    u16(PPS.length),
    PPS,
  );
  const picture = [
    u16(WIDTH),
    u16(HEIGHT),
    u32(0x480000),
    u32(0x480000),
    zeros(4),
    u16(1),
    zeros(32),
    u16(24),
    u16(0xffff),
  ];
  const entry = box(codec, zeros(6), u16(1), zeros(16), ...picture, config);
  return box(
    'stbl',
    box('stsd', u32(0), u32(1), entry),
    box('stts', u32(0), u32(1), u32(1), u32(SECOND)),
    box('stsc', u32(0), u32(1), u32(1), u32(1), u32(1)),
    box('stsz', u32(0), u32(sampleSize), u32(1)),
    box('stco', u32(0), u32(1), u32(offset)),
  );
}

function matrix(): Buffer {
  return Buffer.concat([u32(0x10000), zeros(12), u32(0x10000), zeros(12), u32(0x40000000)]);
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), ascii(type), body]);
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function zeros(count: number): Buffer {
  return Buffer.alloc(count);
}
