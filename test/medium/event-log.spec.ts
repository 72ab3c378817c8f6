import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { array, assert, asyncProperty, constantFrom, nat, record } from 'fast-check';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { databaseOptions } from '../../src/database/database-options.js';
import type { EventPosition } from '../../src/events/domain/event-position.js';
import { EventPositionService } from '../../src/events/event-position.service.js';
import { afterRestore } from '../../src/realtime/after-restore.command.js';
import { EventLogService, type StoredEvent } from '../../src/realtime/event-log.service.js';
import { runMaintenance } from '../../src/retention/maintenance.js';
import { pollUntil } from '../support/poll.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const START: EventPosition = { tx: 0n, id: 0 };
const NOBODY_CHAT = 1;

let database: TestDatabase;
let dataSource: DataSource;
let log: EventLogService;

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await new DataSource(databaseOptions(database.url)).initialize();
  log = new EventLogService(dataSource, new EventPositionService(dataSource));
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  await dataSource.query('truncate events, event_horizon');
});

/** A connection that writes events, each named by a number. */
class Writer {
  private readonly client = new Client({ connectionString: database.url });

  static async open(): Promise<Writer> {
    const writer = new Writer();
    await writer.client.connect();
    return writer;
  }

  begin(): Promise<unknown> {
    return this.client.query('begin');
  }

  write(name: number, tx?: string): Promise<unknown> {
    return this.client.query(
      `insert into events (type, occurred_at, channel_id, chat_id, data, tx)
       values ('chat.updated', now(), 1, $1, $2, coalesce($3::xid8, pg_current_xact_id()))`,
      [NOBODY_CHAT, { name }, tx ?? null],
    );
  }

  end(how: 'commit' | 'rollback'): Promise<unknown> {
    return this.client.query(how);
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

/** Somebody who reads on from where they are, as each door does. */
class Reader {
  readonly seen: number[] = [];
  position = START;

  constructor(private readonly limit: number) {}

  async readOn(): Promise<boolean> {
    const { events, next, isWaiting } = await log.page(this.position, this.limit);
    this.seen.push(...events.map(({ data }) => Number(data['name'])));
    this.position = next;
    return isWaiting;
  }

  /** What other databases of this cluster write holds up the sequence as well. */
  async readAll(count: number): Promise<number[]> {
    await pollUntil(
      async () => this.readOn(),
      (isWaiting) => !isWaiting && this.seen.length >= count,
    );
    return this.seen;
  }
}

async function inOrder(): Promise<number[]> {
  const rows: { name: number }[] = await dataSource.query(
    `select (data->>'name')::integer as name from events order by tx, id`,
  );
  return rows.map(({ name }) => name);
}

describe('the sequence of events', () => {
  let writers: Writer[];

  beforeEach(async () => {
    writers = await Promise.all([Writer.open(), Writer.open(), Writer.open()]);
  });

  afterEach(async () => {
    await Promise.all(writers.map((writer) => writer.close()));
  });

  const writer = (index: number): Writer => writers[index % writers.length] as Writer;

  it('waits for a transaction that is held open across others, and then skips none', async () => {
    const reader = new Reader(10);
    await writer(0).write(1);
    await writer(1).begin();
    await writer(1).write(2);
    await writer(0).write(3);
    await writer(2).write(4);
    await pollUntil(
      async () => reader.readOn().then(() => reader.seen.length),
      (count) => count >= 1,
    );
    expect(await reader.readOn()).toBe(true);
    expect(reader.seen).toEqual([1]);
    await writer(1).write(5);
    await writer(1).end('commit');
    // By transaction: what the long one wrote at its end comes before what others committed meanwhile.
    expect(await reader.readAll(5)).toEqual([1, 2, 5, 3, 4]);
  });

  it('goes on where the one that was waited for rolls back', async () => {
    const reader = new Reader(10);
    await writer(1).begin();
    await writer(1).write(1);
    await writer(0).write(2);
    expect(await reader.readOn()).toBe(true);
    await writer(1).end('rollback');
    expect(await reader.readAll(1)).toEqual([2]);
  });

  it('is the same for every reader, whatever the order of three writers’ commits', async () => {
    const step = record({ who: nat(2), deed: constantFrom('write', 'write', 'commit', 'rollback', 'read') });
    await assert(
      asyncProperty(array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        await dataSource.query('truncate events');
        const readers = [new Reader(1), new Reader(3), new Reader(100)];
        const isOpen = [false, false, false];
        let name = 0;
        for (const { who, deed } of steps) {
          if (deed === 'read') {
            for (const reader of readers) await reader.readOn();
          } else if (deed === 'write') {
            if (!isOpen[who]) await writer(who).begin();
            isOpen[who] = true;
            await writer(who).write((name += 1));
          } else if (isOpen[who] === true) {
            isOpen[who] = false;
            await writer(who).end(deed === 'commit' ? 'commit' : 'rollback');
          }
        }
        for (const [who, open] of isOpen.entries()) if (open) await writer(who).end('commit');
        const all = await inOrder();
        for (const reader of readers) expect(await reader.readAll(all.length)).toEqual(all);
      }),
      { numRuns: 15 },
    );
  });

  it('is in the order of numbers, not of their texts', async () => {
    for (const tx of ['100', '9', '10']) await writer(0).write(Number(tx), tx);
    expect(await new Reader(10).readAll(3)).toEqual([9, 10, 100]);
  });

  it('is read from the index', async () => {
    await dataSource.query(
      `insert into events (type, occurred_at, data) select 'chat.updated', now(), '{}' from generate_series(1, 5000)`,
    );
    await dataSource.query('analyze events');
    const plan: { 'QUERY PLAN': string }[] = await dataSource.query(
      `explain select * from events where (tx, id) > ('5'::xid8, 5) order by tx, id limit 100`,
    );
    const lines = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(lines).toMatch(/Index Scan using events_\d{8}_tx_id_idx/);
    expect(lines).not.toMatch(/Seq Scan|Sort Key: .*\n.*Sort Method/);
  });
});

const settled = (count: number): Promise<StoredEvent[]> =>
  pollUntil(
    () => log.after(START, count),
    (events) => events.length === count,
  );

describe('a position', () => {
  it('is known where it is one of our events, or between two transactions of ours', async () => {
    const writer = await Writer.open();
    await writer.write(1);
    const [event] = await settled(1);
    const { tx, id } = event?.position ?? START;
    expect(await log.state({ tx, id })).toBe('ok');
    expect(await log.state({ tx, id: 0 })).toBe('ok');
    expect(await log.state(await log.head())).toBe('ok');
    expect(await log.state(START)).toBe('ok');
    // Of the same place in another database, or made up.
    expect(await log.state({ tx, id: id + 1_000 })).toBe('unknown');
    expect(await log.state({ tx: tx + 1_000_000n, id: 0 })).toBe('unknown');
    expect(await log.state({ tx: 2n ** 64n - 1n, id: Number.MAX_SAFE_INTEGER })).toBe('unknown');
    await writer.close();
  });

  it('is too old where events behind it have left with their partition, and not before', async () => {
    const writer = await Writer.open();
    await dataSource.query(
      `create table events_20200101 partition of events for values from ('2020-01-01') to ('2020-01-02')`,
    );
    await dataSource.query(
      `insert into events (day, type, occurred_at, tx) values ('2020-01-01', 'chat.updated', now(), '7'), ('2020-01-01', 'chat.updated', now(), '8')`,
    );
    await writer.write(1);
    const [first, last, today] = await settled(3);
    expect(await log.state(first?.position ?? START)).toBe('ok');
    expect((await runMaintenance(database.url))?.dropped).toEqual(['events_20200101']);
    expect(await log.state(START)).toBe('too_old');
    expect(await log.state(first?.position ?? START)).toBe('too_old');
    // Who had read the last of them has missed nothing.
    expect(await log.state(last?.position ?? START)).toBe('ok');
    expect(await log.state(today?.position ?? START)).toBe('ok');
    // The horizon only goes forward.
    await dataSource.query(
      `create table events_20200102 partition of events for values from ('2020-01-02') to ('2020-01-03')`,
    );
    await dataSource.query(
      `insert into events (day, type, occurred_at, tx) values ('2020-01-02', 'chat.updated', now(), '3')`,
    );
    await runMaintenance(database.url);
    expect(await log.state({ tx: 8n, id: last?.position.id ?? 0 })).toBe('ok');
    expect(await log.state({ tx: 7n, id: 0 })).toBe('too_old');
    await writer.close();
  });
});

describe('afterRestore', () => {
  it('begins the sequence anew: what ids of the old cluster say is no place in it', async () => {
    const writer = await Writer.open();
    // As a backup brings them: of transactions this cluster has not come to yet.
    await writer.write(1, '900000000000');
    const [old]: { id: number }[] = await dataSource.query('select id from events');
    expect(await log.after(START, 10)).toEqual([]);
    const printed: string[] = [];
    const code = await afterRestore({
      args: [],
      environment: { DATABASE_URL: database.url },
      print: (line) => printed.push(line),
      readInput: async () => '',
    });
    expect([code, printed]).toEqual([0, [expect.stringContaining('begin anew')]]);
    expect(await dataSource.query('select from events')).toEqual([]);
    await writer.write(2);
    await writer.close();
    const told = await pollUntil(
      () => log.after(START, 10),
      ({ length }) => length > 0,
    );
    expect(told.map(({ data }) => data)).toEqual([{ name: 2 }]);
    expect(await log.state(told[0]?.position ?? START)).toBe('ok');
    expect(await log.state({ tx: 900_000_000_000n, id: old?.id ?? 0 })).toBe('unknown');
    expect(await log.state({ tx: 3n, id: 0 })).toBe('too_old');
  });
});
