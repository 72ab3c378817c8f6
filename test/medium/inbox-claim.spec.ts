import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { databaseOptions } from '../../src/database/database-options.js';
import { InboxRepository } from '../../src/webhook/inbox.repository.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

describe('the claim of bodies', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let inbox: InboxRepository;

  beforeEach(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(databaseOptions(database.url)).initialize();
    inbox = new InboxRepository(dataSource);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** Bodies that say what they are; replays are older, as they are in life. */
  const fill = async (replays: number, live: number): Promise<void> => {
    for (const [isReplay, count] of [
      [true, replays],
      [false, live],
    ] as const) {
      await dataSource.query(
        `insert into webhook_inbox (received_at, body, is_replay)
         select now(), convert_to(case when $1 then 'replay' else 'live' end, 'UTF8'), $1 from generate_series(1, $2)`,
        [isReplay, count],
      );
    }
  };
  /** What is claimed, in order, as runs of the same kind. */
  const claim = async (): Promise<string> => {
    const kinds = (await inbox.claim(randomUUID())).map(({ body }) => String(body));
    return kinds.join(' ').replace(/(\w+)(?: \1)*(?= |$)/g, (run, kind) => `${run.split(' ').length} ${kind}`);
  };

  it('takes what came in first, and a share of what is applied once more along with it', async () => {
    await fill(300, 130);
    expect([await claim(), await claim(), await claim(), await claim()]).toEqual([
      '50 live 10 replay',
      '50 live 10 replay',
      '30 live 20 replay',
      '50 replay',
    ]);
  });

  it('lets what comes in overtake a replay of everything', async () => {
    await fill(300, 0);
    expect(await claim()).toBe('50 replay');
    await fill(0, 1);
    expect(await claim()).toBe('1 live 49 replay');
  });

  it('gives nothing twice, and each kind oldest first', async () => {
    await fill(70, 70);
    const claims = await Promise.all(Array.from({ length: 6 }, () => inbox.claim(randomUUID())));
    const ids = claims.flat().map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([140, 140]);
    for (const bodies of claims) {
      for (const kind of ['live', 'replay']) {
        const own = bodies.filter(({ body }) => String(body) === kind).map(({ id }) => id);
        expect(own).toEqual([...own].sort((a, b) => a - b));
      }
    }
  });
});
