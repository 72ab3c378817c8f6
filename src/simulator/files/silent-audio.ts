/** 20 ms of silence in Opus: fullband, one channel. */
const OPUS_SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);
const SAMPLES_PER_PACKET = 960;
const SERIAL = 1;

/** A voice note of so many seconds in which nobody says a word: Ogg with one channel of Opus (RFC 7845). */
export function silentVoiceNote(seconds: number, channels = 1): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head.set([1, channels], 8);
  head.writeUInt32LE(48_000, 12);
  const tags = Buffer.concat([Buffer.from('OpusTags', 'latin1'), Buffer.alloc(8)]);
  const packets = seconds * 50;
  const pages = Array.from({ length: seconds }, (_, second) =>
    oggPage({
      packets: Array.from({ length: 50 }, () => OPUS_SILENCE),
      flags: second === seconds - 1 ? 4 : 0,
      position: Math.min(packets, (second + 1) * 50) * SAMPLES_PER_PACKET,
      number: second + 2,
    }),
  );
  const start = [
    oggPage({ packets: [head], flags: 2, position: 0, number: 0 }),
    oggPage({ packets: [tags], flags: 0, position: 0, number: 1 }),
  ];
  return Buffer.concat([...start, ...pages]);
}

/** Every packet is shorter than a segment may be (255 bytes). */
function oggPage(page: { packets: readonly Buffer[]; flags: number; position: number; number: number }): Buffer {
  const header = Buffer.alloc(27);
  header.write('OggS', 0, 'latin1');
  header.writeUInt8(page.flags, 5);
  header.writeBigUInt64LE(BigInt(page.position), 6);
  header.writeUInt32LE(SERIAL, 14);
  header.writeUInt32LE(page.number, 18);
  header.writeUInt8(page.packets.length, 26);
  const bytes = Buffer.concat([header, Buffer.from(page.packets.map(({ length }) => length)), ...page.packets]);
  bytes.writeUInt32LE(oggChecksum(bytes), 22);
  return bytes;
}

/** CRC-32 of RFC 3533: polynomial 04c11db7, nothing reflected, from zero. */
function oggChecksum(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}

/** MPEG-1 layer III, 128 kbit/s, 44.1 kHz, one channel: a frame without a single bit set behind its header is silence. */
export function silentMp3(seconds: number): Buffer {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0xc4]);
  return Buffer.concat(Array.from({ length: Math.ceil((seconds * 44_100) / 1152) }, () => frame));
}
