import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EVENTS_PATH } from '../support/events-desk.js';
import { SeededRandom } from '../faults/support/random.js';
import { SseClient } from '../support/sse-client.js';
import { StreamServers } from '../support/stream-servers.js';

/** Starting a server takes a while where others are at work. */
jest.setTimeout(300_000);

const CLIENTS = 200;
const KILLS = 3;
const PATIENCE_MS = 90_000;

let world: StreamServers;
let stop: (() => Promise<void>) | undefined;

beforeEach(async () => {
  world = await StreamServers.open({ users: CLIENTS, chats: 40 });
});

afterEach(async () => {
  await stop?.();
  stop = undefined;
  await world.close();
});

/** A client that comes back, to any server that lives, whenever its stream ends. */
class Returner {
  readonly ids: string[] = [];
  readonly chatIds: number[] = [];
  readonly control = new Set<string>();
  isDone = false;
  returns = 0;
  private lastId: string;

  constructor(
    private readonly token: string,
    start: string,
    private readonly pick: () => string,
    private readonly random: SeededRandom,
  ) {
    this.lastId = start;
  }

  async run(): Promise<void> {
    while (!this.isDone) {
      const client = await this.open();
      if (client === undefined) {
        await delay(50 + this.random.between(0, 100));
        continue;
      }
      await pollUntilEnd(
        client,
        () => this.isDone,
        () => this.take(client),
      );
      this.take(client);
      client.close();
      this.returns += 1;
    }
  }

  private async open(): Promise<SseClient | undefined> {
    try {
      const url = `${this.pick()}${EVENTS_PATH}`;
      const client = await SseClient.open(url, { token: this.token, headers: { 'last-event-id': this.lastId } });
      if (client.response.statusCode === 200) return client;
      client.close();
      return undefined;
    } catch {
      return undefined;
    }
  }

  private take(client: SseClient): void {
    for (const { name, id, data } of client.frames.splice(0)) {
      if (name !== 'message') {
        this.control.add(name);
        continue;
      }
      this.ids.push(id);
      this.chatIds.push(Number(/"chatId":(\d+)/.exec(data)?.[1]));
    }
    if (client.lastId !== '') this.lastId = client.lastId;
  }
}

async function pollUntilEnd(client: SseClient, isDone: () => boolean, take: () => void): Promise<void> {
  while (!client.isEnded && !isDone()) {
    await delay(20);
    take();
  }
}

describe('three servers that are killed one after the other', () => {
  it('show 200 clients, wherever they come back to, the whole log once and in its order', async () => {
    await Promise.all([world.start(), world.start(), world.start()]);
    const random = new SeededRandom(6);
    const pick = (): string => random.pick(world.livingUrls());
    const tokens = await Promise.all(Array.from({ length: CLIENTS }, (_, index) => world.token(index + 1)));
    const first = await fetch(`${pick()}${EVENTS_PATH}`, {
      headers: { authorization: `Bearer ${tokens[0]}` },
    });
    const { lastId } = (await first.json()) as { lastId: string };
    const clients = tokens.map((token) => new Returner(token, lastId, pick, random));
    const runs = clients.map((client) => client.run());
    const state = { isWriting: true };
    // Also where the test fails: nobody writes to what has been taken down.
    stop = async () => {
      state.isWriting = false;
      for (const client of clients) client.isDone = true;
      await Promise.allSettled([...writers, ...runs]);
    };
    const writers = [0, 1, 2].map(async () => {
      while (state.isWriting) {
        await world.write(random.between(1, 5), random.between(0, 60));
        await delay(random.between(0, 200));
      }
    });
    for (let kill = 0; kill < KILLS; kill += 1) {
      await delay(1_500);
      random.pick(world.servers.filter(({ isAlive }) => isAlive)).signal('SIGKILL');
      await delay(500);
      await world.start();
    }
    state.isWriting = false;
    await Promise.all(writers);
    const log = await world.log();
    const deadline = performance.now() + PATIENCE_MS;
    while (clients.some(({ ids }) => ids.length < log.length) && performance.now() < deadline) await delay(100);
    for (const client of clients) client.isDone = true;
    await Promise.all(runs);
    expect(log.length).toBeGreaterThan(200);
    for (const client of clients) {
      expect(client.chatIds).toEqual(log);
      expect(new Set(client.ids).size).toBe(client.ids.length);
      expect([...client.control]).toEqual([]);
    }
    expect(clients.reduce((sum, { returns }) => sum + returns, 0)).toBeGreaterThan(CLIENTS);
  });
});
