import { Readable } from 'node:stream';
import { ApiError } from '../../common/errors/api-error.js';
import { tooLarge } from './body-to-file.js';
import type { FetchRefusal } from './fetch-refusal.js';
import type { WaitingBytes } from './waiting-bytes.js';

/** A body on its way into memory, from where a disk takes it at its own pace. */
export interface ReceivedBody {
  /** What came and was not taken yet; ends with an error where the body did, or is too large. Whoever leaves it early destroys it. */
  chunks: Readable;
  /** Known the moment it came, whatever the disk has taken by then. Throws 503 `OVERLOADED` where too much waited for our disk. */
  refusal: () => FetchRefusal | null;
}

/**
 * Receives a body as fast as it comes and hangs up on the first byte beyond `maxBytes`, so that what is said of the other side (too
 * much, too slow) never depends on our disk. `onEnd` is called once, when nothing more is awaited of the other side.
 *
 * The socket is never paused while the disk is slow: where the other side closes it then, undici 7 ends the process. What may wait in
 * memory is bounded for all files together instead, and who brings more than that is hung up on.
 */
export function receiveBody(body: Readable, maxBytes: number, onEnd: () => void, waiting: WaitingBytes): ReceivedBody {
  const chunks = new Readable({ read: () => undefined });
  waiting.watch(chunks);
  let size = 0;
  let isOver = false;
  let isOverloaded = false;
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
      if (isOver) return;
      size += chunk.length;
      isOverloaded = size <= maxBytes && !waiting.hasRoomFor(chunk.length);
      if (size <= maxBytes && !isOverloaded) {
        chunks.push(chunk);
        return;
      }
      end(new Error('more than it may have'));
      body.destroy();
    })
    .on('end', () => end())
    .on('error', (error: Error) => end(error))
    .on('close', () => end(new Error('it ended before its end')));
  const refusal = (): FetchRefusal | null => {
    if (isOverloaded) throw new ApiError('OVERLOADED');
    return size > maxBytes ? tooLarge(maxBytes) : null;
  };
  return { chunks, refusal };
}
