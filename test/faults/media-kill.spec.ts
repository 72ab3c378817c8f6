import { createHash } from 'node:crypto';
import { readdir, readFile, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PHOTO_JPEG } from '../../src/simulator/files/photo-jpeg.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { FaultDesk } from './support/fault-desk.js';
import { chooseSeed } from './support/random.js';

const SEED = chooseSeed('media kill');
/** Where `productionEnvironment` lets the servers of this process keep files. */
const MEDIA = join(tmpdir(), `wa-operator-media-${process.pid}`);
const TEMPORARY = join(MEDIA, 'tmp');
const CUSTOMER = '+77020000000';
const TWO_HOURS_S = 2 * 3600;

interface FileRow {
  id: number;
  state: string;
  sha256: string | null;
  storageKey: string | null;
  tries: number;
  leaseOwner: string | null;
}

describe('a server that dies while it downloads a file', () => {
  let database: TestDatabase;
  let desk: FaultDesk;

  beforeAll(async () => {
    database = await createTestDatabase();
    desk = await FaultDesk.start({ databaseUrl: database.url, seed: SEED, processes: 1, customers: 1, copies: 2 });
  }, 120_000);

  afterAll(async () => {
    await desk.close();
    await database.drop();
  });

  async function control(method: string, path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const url = `${desk.simulator.url}/control/${path}`;
    const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`control ${path}: ${await response.text()}`);
  }

  async function file(): Promise<FileRow | undefined> {
    const [row] = await desk.query<FileRow>(
      `select media.id::integer, media.state, media.sha256, media.storage_key as "storageKey", download.tries,
         download.lease_owner as "leaseOwner"
       from media join media_downloads download on download.media_id = media.id`,
    );
    return row;
  }

  const leftovers = (): Promise<string[]> => readdir(TEMPORARY).catch(() => []);

  it('leaves it to another one when its lease ends: one file, one event, and nothing half written for ever', async () => {
    const before = new Set(await leftovers());
    const fresh = async (): Promise<string[]> => (await leftovers()).filter((name) => !before.has(name));
    // The first byte, and then nothing for 20 s.
    await control('PUT', 'faults', { download: { answer: 'slow', times: 1 } });
    await control('POST', 'inbound', { from: CUSTOMER, type: 'image' });
    await desk.until(async () => (await fresh()).length === 1 && (await file())?.leaseOwner !== null);
    const dead = await file();
    await desk.kill(0);
    expect(await fresh()).toHaveLength(1);
    await desk.addServer();
    await desk.addServer();
    // Both look four times a second; only the end of the lease makes it due.
    const [lease] = await desk.query<{ lives: boolean }>(
      'select lease_expires_at > now() as lives from media_downloads',
    );
    expect([lease?.lives, (await file())?.leaseOwner, (await file())?.tries]).toEqual([true, dead?.leaseOwner, 1]);
    await desk.until(async () => (await file())?.state === 'available', 60_000);
    const sha256 = createHash('sha256').update(PHOTO_JPEG).digest('hex');
    const after = await file();
    expect(after).toMatchObject({ id: dead?.id, sha256, tries: 2, leaseOwner: null });
    expect(await readFile(join(MEDIA, after?.storageKey ?? ''))).toEqual(PHOTO_JPEG);
    const events = await desk.query(`select 1 from events where type = 'message.updated'`);
    const files = await desk.query('select 1 from media');
    expect([events.length, files.length]).toEqual([1, 1]);
    await desk.settled();

    const [half = ''] = await fresh();
    const now = (performance.timeOrigin + performance.now()) / 1000;
    await utimes(join(TEMPORARY, half), now - TWO_HOURS_S, now - TWO_HOURS_S);
    await desk.addServer();
    await desk.until(async () => (await fresh()).length === 0);
    expect(await readFile(join(MEDIA, after?.storageKey ?? ''))).toEqual(PHOTO_JPEG);
  });
});
