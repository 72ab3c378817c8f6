import { Readable } from 'node:stream';
import { PHOTO_JPEG } from './photo-jpeg.js';

const CHUNK = Buffer.alloc(64 * 1024, 0x20);
const DRIP_EVERY_MS = 1000;

/** A JPEG's beginning, then filler up to `size` bytes. */
export function hugeJpeg(size: number): Buffer {
  const file = Buffer.alloc(size);
  PHOTO_JPEG.copy(file);
  return file;
}

/** A JPEG's beginning, then filler for as long as anybody reads. */
export function endless(): Readable {
  let isFirst = true;
  return new Readable({
    read() {
      this.push(isFirst ? PHOTO_JPEG : CHUNK);
      isFirst = false;
    },
  });
}

/** The photo, one byte a second: hours for a few kilobytes. */
export function drip(): Readable {
  let at = 0;
  const timer = setInterval(
    () => stream.push(at < PHOTO_JPEG.length ? PHOTO_JPEG.subarray(at, ++at) : null),
    DRIP_EVERY_MS,
  );
  const stream = new Readable({
    read: () => undefined,
    destroy(error, done) {
      clearInterval(timer);
      done(error);
    },
  });
  stream.push(PHOTO_JPEG.subarray(at, ++at));
  return stream;
}
