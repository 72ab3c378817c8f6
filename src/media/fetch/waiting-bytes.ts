import type { Readable } from 'node:stream';

/** More than the largest file: one alone is received whatever the disk does. */
const MAX_WAITING_BYTES = 128 * 1024 * 1024;

/** What has come from other hosts and no disk has taken yet, of all files that are being fetched: the memory it may take. */
export class WaitingBytes {
  private readonly bodies = new Set<Readable>();

  constructor(private readonly max = MAX_WAITING_BYTES) {}

  /** Counts what waits in a stream until that is destroyed. */
  watch(chunks: Readable): void {
    this.bodies.add(chunks);
    chunks.once('close', () => this.bodies.delete(chunks));
  }

  hasRoomFor(bytes: number): boolean {
    let total = bytes;
    for (const { readableLength } of this.bodies) total += readableLength;
    return total <= this.max;
  }
}
