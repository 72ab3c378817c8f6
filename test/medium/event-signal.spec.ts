import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Logger } from '../../src/common/logger.js';
import { AppConfig } from '../../src/config/app-config.js';
import { databaseOptions } from '../../src/database/database-options.js';
import { withClient } from '../../src/database/with-client.js';
import { EventCommits } from '../../src/events/event-commits.service.js';
import { EventSignal } from '../../src/realtime/feed/event-signal.service.js';
import { TcpRelay } from '../support/tcp-relay.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const KEPT = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'requestIdleCallback',
  'cancelIdleCallback',
  'setImmediate',
  'clearImmediate',
] as const;

describe('the connection that hears of events', () => {
  let database: TestDatabase;
  let relay: TcpRelay;
  let signal: EventSignal;
  let heard: number;
  let warnings: string[];

  beforeEach(async () => {
    database = await createTestDatabase();
    relay = await TcpRelay.open(new URL(database.url));
    heard = 0;
    warnings = [];
    const url = new URL(database.url);
    url.host = `127.0.0.1:${relay.port}`;
    const config = Object.assign(new AppConfig(), { databaseUrl: url.href });
    const logger = Object.assign(new Logger('silent'), { warning: (message: string) => void warnings.push(message) });
    const commits = new EventCommits(new DataSource(databaseOptions(database.url)));
    signal = new EventSignal(config, commits, logger);
    signal.onSignal(() => (heard += 1));
    // Sockets are real; how long they may be silent is the test's to say.
    jest.useFakeTimers({ doNotFake: [...KEPT] });
  });
  afterEach(async () => {
    await signal.beforeApplicationShutdown();
    jest.useRealTimers();
    await relay.close();
    await database.drop();
  });

  /** Turns of the loop until it is true; a test that waits for what never comes ends by its own time. */
  const comesTrue = async (check: () => boolean): Promise<void> => {
    while (!check()) await setImmediate();
  };
  const notify = (): Promise<unknown> => withClient(database.url, (client) => client.query('notify events'));

  it('is made anew where it has fallen silent, and hears again', async () => {
    signal.onApplicationBootstrap();
    await comesTrue(() => heard === 1);
    relay.fallSilent();
    let seconds = 0;
    for (; warnings.length === 0 && seconds < 60; seconds += 1) await jest.advanceTimersByTimeAsync(1_000);
    expect(warnings).toEqual([expect.stringContaining('is lost')]);
    expect(seconds).toBeLessThanOrEqual(25);
    // After a second it tries again.
    await jest.advanceTimersByTimeAsync(1_000);
    await comesTrue(() => heard === 2);
    expect(relay.connections).toBe(2);
    await notify();
    await comesTrue(() => heard === 3);
  });
});
