import { Readable } from 'node:stream';
import { tooLarge } from './body-to-file.js';
import type { FetchRefusal } from './fetch-refusal.js';

/** A body on its way into memory, from where a disk takes it at its own pace. */
export interface ReceivedBody {
  /** What came and was not taken yet; ends with an error where the body did, or is too large. */
  chunks: Readable;
  /** Known the moment it came, whatever the disk has taken by then. */
  refusal: () => FetchRefusal | null;
}

/**
 * Receives a body as fast as it comes and hangs up on the first byte beyond `maxBytes`, so that what is said of the other side (too
 * much, too slow) never depends on our disk. `onEnd` is called once, when nothing more is awaited of the other side.
 */
export function receiveBody(body: Readable, maxBytes: number, onEnd: () => void): ReceivedBody {
  const chunks = new Readable({ read: () => undefined });
  let size = 0;
  let isOver = false;
  const end = (error?: Error): void => {
    if (isOver) return;
    isOver = true;
    onEnd();
    if (error === undefined) chunks.push(null);
    else chunks.destroy(error);
  };
  // Nobody may be reading it at that moment.
  chunks.on('error', () => undefined);
  body
    .on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      end(new Error('more than it may have'));
      body.destroy();
    })
    .on('end', () => end())
    .on('error', (error: Error) => end(error))
    .on('close', () => end(new Error('it ended before its end')));
  return { chunks, refusal: () => (size > maxBytes ? tooLarge(maxBytes) : null) };
}
