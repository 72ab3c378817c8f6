import type { FileHandle } from 'node:fs/promises';
import { readAt } from './file-bytes.js';

export interface ImageSize {
  width: number;
  height: number;
}

/** The largest phone cameras make 16,320 × 12,240 (200 MP); beyond it an image only serves to exhaust who decodes it. */
const MAX_SIDE = 20_000;
const MAX_PIXELS = 200_000_000;

/** A JPEG carries at most a few dozen segments before its frame; a file of nothing but segments is not an image. */
const MAX_SEGMENTS = 1_000;

/** Start-of-frame markers; C4, C8 and CC lie between them and mean tables. */
const FRAME_MARKERS = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/** True when the header states a size that a phone may be asked to decode. Nothing is decoded here. */
export function isReasonableSize(size: ImageSize): boolean {
  const { width, height } = size;
  return width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_PIXELS;
}

/** Pixels of a PNG from its IHDR, which must be the first chunk; null when it is not. */
export async function pngSize(file: FileHandle): Promise<ImageSize | null> {
  const header = await readAt(file, 0, 24);
  if (header.length < 24 || header.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
}

/** Pixels of a JPEG from its first frame header; null when there is none before the picture data. */
export async function jpegSize(file: FileHandle): Promise<ImageSize | null> {
  let position = 2;
  for (let segment = 0; segment < MAX_SEGMENTS; segment += 1) {
    const bytes = await readAt(file, position, 9);
    if (bytes.length < 9 || bytes[0] !== 0xff) return null;
    const marker = bytes.readUInt8(1);
    if (marker === 0xff) {
      position += 1;
      continue;
    }
    if (FRAME_MARKERS.has(marker)) return { height: bytes.readUInt16BE(5), width: bytes.readUInt16BE(7) };
    const length = bytes.readUInt16BE(2);
    const startsPicture = marker === 0xda || marker === 0xd9;
    if (startsPicture || length < 2) return null;
    position += 2 + length;
  }
  return null;
}
