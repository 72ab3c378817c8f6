import { createHash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { refuse, type FetchRefusal } from './fetch-refusal.js';

export interface SavedBody {
  size: number;
  sha256: string;
}

/**
 * What comes in small chunks is written in pages of this size out of one buffer: chunks that wait for their own write
 * outlive the young generation, and a 100 MiB file then grows the process by half its size.
 */
const PAGE_BYTES = 256 * 1024;

/** Wraps reads from the network, so that their failures become refusals and those of the disk stay errors. */
export type OrRefusal = <T>(promise: Promise<T>) => Promise<T | FetchRefusal>;

/**
 * Streams a body into a new file (mode 0600), counting and hashing; never more than `maxBytes` of it. Unless the whole
 * body fitted, the file is removed again. Throws what the file system throws, `EEXIST` too: it never overwrites.
 */
export async function bodyToFile(
  body: AsyncIterable<Buffer>,
  destination: string,
  maxBytes: number,
  orRefusal: OrRefusal,
): Promise<SavedBody | FetchRefusal> {
  const file = await open(destination, 'wx', 0o600);
  let isComplete = false;
  try {
    const saved = await copyInto(file, body[Symbol.asyncIterator](), maxBytes, orRefusal);
    isComplete = !('code' in saved);
    return saved;
  } finally {
    await file.close();
    if (!isComplete) await rm(destination, { force: true });
  }
}

async function copyInto(
  file: FileHandle,
  chunks: AsyncIterator<Buffer>,
  maxBytes: number,
  orRefusal: OrRefusal,
): Promise<SavedBody | FetchRefusal> {
  const hash = createHash('sha256');
  const page = Buffer.allocUnsafeSlow(PAGE_BYTES);
  let filled = 0;
  let size = 0;
  for (;;) {
    const next = await orRefusal(chunks.next());
    if ('code' in next) return next;
    if (next.done) break;
    size += next.value.length;
    if (size > maxBytes) return tooLarge(maxBytes);
    hash.update(next.value);
    for (let rest = next.value; rest.length > 0;) {
      const copied = rest.copy(page, filled);
      filled += copied;
      rest = rest.subarray(copied);
      if (filled === PAGE_BYTES) {
        await file.appendFile(page);
        filled = 0;
      }
    }
  }
  await file.appendFile(page.subarray(0, filled));
  return { size, sha256: hash.digest('hex') };
}

/** The refusal of a file beyond its limit. */
export function tooLarge(maxBytes: number): FetchRefusal {
  return refuse('MEDIA_TOO_LARGE', `The media file is larger than ${maxBytes} bytes.`);
}
