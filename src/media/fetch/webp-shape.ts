import type { FileHandle } from 'node:fs/promises';
import { readAt } from './file-bytes.js';
import type { ImageSize } from './image-size.js';

export interface WebpShape extends ImageSize {
  isAnimated: boolean;
}

/** Pixels of a WebP from its first chunk, and whether it moves; null where the header is broken (Google's container specification). */
export async function webpShape(file: FileHandle): Promise<WebpShape | null> {
  const header = await readAt(file, 0, 30);
  if (header.length < 30 || header.toString('latin1', 8, 12) !== 'WEBP') return null;
  const isAnimated = false;
  switch (header.toString('latin1', 12, 16)) {
    case 'VP8X':
      return {
        width: header.readUIntLE(24, 3) + 1,
        height: header.readUIntLE(27, 3) + 1,
        isAnimated: (header.readUInt8(20) & 0b10) !== 0,
      };
    case 'VP8L': {
      const bits = header.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, isAnimated };
    }
    case 'VP8 ':
      return { width: header.readUInt16LE(26) & 0x3fff, height: header.readUInt16LE(28) & 0x3fff, isAnimated };
    default:
      return null;
  }
}
