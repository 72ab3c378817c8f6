import { readdir, readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EVENTS_PATH } from '../support/events-desk.js';
import { pollUntil } from '../support/poll.js';
import type { ServerProcess } from '../support/server-process.js';
import { SseClient } from '../support/sse-client.js';
import { StreamServers } from '../support/stream-servers.js';

/** Starting a server takes a while where others are at work. */
jest.setTimeout(300_000);

/** One of them reads. */
const READERS = 41;
/** Beyond what the kernel keeps for a socket that nobody reads. */
const EVENTS = 20_000;
const AT_ONCE = 100;
const POOL_GROWTH = 10;

let world: StreamServers;

beforeEach(async () => {
  world = await StreamServers.open({ users: READERS, chats: 40 });
});
afterEach(() => world.close());

async function rssMib(server: ServerProcess): Promise<number> {
  return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;
}

describe('readers that take nothing from their socket', () => {
  /** Reads the head of the answer, and then nothing. */
  async function stalled(url: URL, token: string): Promise<Socket> {
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => undefined);
    socket.write(
      `GET ${EVENTS_PATH} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    );
    await new Promise((resolve) => {
      socket.once('data', resolve);
    });
    socket.pause();
    return socket;
  }

  it('are sent away, cost next to nothing, and hold up nobody (F31)', async () => {
    const server = await world.start();
    const url = new URL(await server.url());
    const sockets = await Promise.all(
      Array.from({ length: READERS - 1 }, async (_, index) => stalled(url, await world.token(index + 2))),
    );
    const well = await SseClient.open(`${url.origin}${EVENTS_PATH}`, { token: await world.token(1) });
    const openFiles = async (): Promise<number> => (await readdir(`/proc/${server.pid}/fd`)).length;
    const withAll = await openFiles();
    const before = await rssMib(server);
    let peak = before;
    for (let written = AT_ONCE; written <= EVENTS; written += AT_ONCE) {
      await world.write(AT_ONCE);
      // However many stall beside it, the one that reads is served.
      await well.received(written);
      peak = Math.max(peak, await rssMib(server));
    }
    // Forty readers × 20,000 events of 900 bytes would be 700 MiB.
    expect(peak - before).toBeLessThan(150);
    expect(well.named('resync')).toEqual([]);
    // All of them are gone; the pool of connections may have grown meanwhile.
    const gone = withAll - sockets.length + POOL_GROWTH;
    expect(await pollUntil(openFiles, (count) => count <= gone)).toBeLessThanOrEqual(gone);
    for (const socket of sockets) socket.destroy();
    well.close();
  });
});
