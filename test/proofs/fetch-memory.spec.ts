import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answering, MediaHosts, URL_TEXT } from '../../src/media/fetch/media-hosts.fixture.js';
import { WaitingBytes } from '../../src/media/fetch/waiting-bytes.js';
import { stickDisk } from '../support/stuck-disk.js';
import { until } from '../support/test-desk.js';

const MIB = 1024 * 1024;
const MINUTE_MS = 60_000;

/** Shows what waits of each body. */
class WatchedBytes extends WaitingBytes {
  readonly seen: Readable[] = [];

  override watch(chunks: Readable): void {
    this.seen.push(chunks);
    super.watch(chunks);
  }
}

describe('files that are fetched while the disk stands still', () => {
  let hosts: MediaHosts;

  beforeAll(async () => {
    hosts = await MediaHosts.create();
  });

  afterAll(async () => {
    await hosts.reset();
    await hosts.remove();
  });

  it('wait in no more memory than they may, and who brings more is hung up on', async () => {
    const file = Buffer.alloc(1.5 * MIB, 'x');
    const server = await hosts.https(answering(200, {}, file));
    const waiting = new WatchedBytes(2 * MIB);
    const fetcher = hosts.fetcherTo(server, { timeoutMs: 10 * MINUTE_MS }, waiting);
    const fetched = (name: string): Promise<unknown> =>
      fetcher.fetch(URL_TEXT, { maxBytes: 2 * MIB }, join(hosts.folder, name));
    const release = await stickDisk(hosts.folder);
    const both = Promise.allSettled([fetched('one'), fetched('two')]);
    // The one is hung up on, the other is here as a whole.
    const isOver = (one: Readable): boolean => one.destroyed || one.readableLength === file.length;
    try {
      await until(async () => waiting.seen.length === 2 && waiting.seen.every(isOver));
      expect(waiting.seen.filter(({ destroyed }) => destroyed)).toHaveLength(1);
    } finally {
      // Nothing of this process could end before.
      await release();
    }
    const results = (await both).sort((a, b) => a.status.localeCompare(b.status));
    expect(results).toMatchObject([
      { status: 'fulfilled', value: { ok: true, size: file.length } },
      { status: 'rejected', reason: { code: 'OVERLOADED' } },
    ]);
    // Nothing waits any more.
    expect(await fetched('three')).toMatchObject({ ok: true, size: file.length });
  });
});
