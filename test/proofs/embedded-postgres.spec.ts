import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createFromTemplate,
  dropDatabase,
  ensureDatabase,
  withClient,
} from '../../src/database/embedded/database-admin.js';
import { EmbeddedCluster } from '../../src/database/embedded/embedded-cluster.js';
import { EmbeddedPostgresError } from '../../src/database/embedded/embedded-postgres.error.js';
import { parsePostmasterPid } from '../../src/database/embedded/postmaster-pid.js';
import { childrenOf, processIdentity } from '../../src/database/embedded/process-identity.js';
import { copyCheckout } from '../support/checkout-copy.js';
import { type OwnerProcess, startOwner } from '../support/owner-process.js';
import { makeTestFolder } from '../support/test-folder.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const isRoot = process.getuid?.() === 0;

describe('EmbeddedCluster', () => {
  let home: string;
  let dataDir: string;
  let clusters: EmbeddedCluster[];
  let owners: OwnerProcess[];
  let told: string[];
  let onTold: (line: string) => void;

  beforeEach(async () => {
    home = await makeTestFolder();
    dataDir = await makeTestFolder();
    clusters = [];
    owners = [];
    told = [];
    onTold = () => undefined;
  });

  afterEach(async () => {
    for (const owner of owners.filter(({ child }) => child.exitCode === null && child.signalCode === null)) {
      await owner.kill('SIGKILL');
    }
    await Promise.all(clusters.map((cluster) => cluster.stop()));
    await EmbeddedCluster.remove(dataDir);
    await rm(home, { recursive: true });
  });

  async function start(port?: number): Promise<EmbeddedCluster> {
    const cluster = await EmbeddedCluster.start({
      dataDir,
      ...(port === undefined ? {} : { port }),
      settings: { fsync: 'off' },
      log: (line) => {
        told.push(line);
        onTold(line);
      },
    });
    clusters.push(cluster);
    return cluster;
  }

  async function own(root = ROOT, args = [dataDir]): Promise<OwnerProcess> {
    const owner = await startOwner(root, args);
    owners.push(owner);
    return owner;
  }

  const run = (url: string, sql: string): Promise<unknown[]> =>
    withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

  const postmaster = async (folder: string): Promise<number> =>
    parsePostmasterPid(await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8'))?.pid ?? 0;

  it('keeps data and port between starts and leaves no process', async () => {
    const first = await start();
    expect(first.fresh).toBe(true);
    await run(first.url('postgres'), 'CREATE TABLE kept AS SELECT 7 AS n');
    const pid = await postmaster(first.folder);
    const all = [pid, ...childrenOf(pid)];
    expect(all.length).toBeGreaterThan(3);
    await first.stop();
    expect(all.map(processIdentity)).toEqual(all.map(() => undefined));

    const second = await start();
    expect(second).toMatchObject({ fresh: false, port: first.port });
    expect(await run(second.url('postgres'), 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('speaks UTF-8 in every database, sorts by code point and listens on 127.0.0.1 alone', async () => {
    const url = (await start()).url('postgres');
    const [row] = await run(
      url,
      `SELECT current_setting('server_encoding') AS encoding, 'я' > 'Z' AS sorted, lower('ЖУК') AS lowered,
        current_setting('listen_addresses') AS address, current_setting('unix_socket_directories') AS sockets,
        current_setting('data_checksums') AS checksums, current_user AS who`,
    );
    expect(row).toEqual({
      encoding: 'UTF8',
      sorted: true,
      lowered: 'жук',
      address: '127.0.0.1',
      sockets: '',
      checksums: 'on',
      who: 'wa_operator',
    });
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const cluster = await start();
    const url = new URL(cluster.url('postgres'));
    url.password = 'guess';
    await expect(run(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(cluster.folder, 'password'))).mode & 0o777).toBe(0o600);
  });

  it('ends the postmaster that outlived a killed owner and goes on with its data', async () => {
    const owner = await own();
    await run(owner.answer.url, 'CREATE TABLE kept AS SELECT 7 AS n');
    const survivor = await postmaster(owner.answer.folder);
    await owner.kill('SIGKILL');
    expect(processIdentity(survivor)).toBeDefined();

    const cluster = await start();
    expect(processIdentity(survivor)).toBeUndefined();
    expect(told).toEqual([expect.stringMatching(/left running/)]);
    expect(await run(cluster.url('postgres'), 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('does not let the Ctrl-C of the terminal reach PostgreSQL', async () => {
    const owner = await own();
    await owner.kill('SIGINT');
    expect(await run(owner.answer.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await start();
  });

  it('starts after a postmaster that was killed itself', async () => {
    const first = await start();
    await run(first.url('postgres'), 'CREATE TABLE kept AS SELECT 7 AS n');
    const gone = new Promise((resolve) => {
      onTold = resolve;
    });
    process.kill(await postmaster(first.folder), 'SIGKILL');
    expect(await gone).toMatch(/ended by itself/);
    await first.stop();
    expect(await run((await start()).url('postgres'), 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('starts though the pid in a left postmaster.pid is another program by now', async () => {
    const first = await start();
    await first.stop();
    // A live program of the very user PostgreSQL runs as: it would refuse to start beside that.
    const { uid, gid } = await stat(join(first.folder, 'data'));
    const other = spawn('sleep', ['1000'], { uid, gid, stdio: 'ignore' });
    try {
      await writeFile(join(first.folder, 'data', 'postmaster.pid'), `${other.pid}\n${first.folder}/data\n1\n1\n`);
      expect((await start()).fresh).toBe(false);
      expect(processIdentity(other.pid ?? 0)).toBeDefined();
    } finally {
      other.kill();
    }
  });

  it('makes a half-made data folder anew', async () => {
    await mkdir(join(dataDir, 'data', 'base'), { recursive: true });
    await mkdir(join(dataDir, 'data.new-killed'));
    await writeFile(join(dataDir, 'data', 'PG_VERSION'), '18\n');
    expect((await start()).fresh).toBe(true);
    expect((await readdir(dataDir)).sort()).toEqual(['data', 'lock', 'password', 'port', 'postgres.log']);
  });

  it('takes another port when the remembered one is taken, and refuses when the one asked for is', async () => {
    const first = await start();
    await first.stop();
    const other = createServer().listen(first.port, '127.0.0.1');
    await once(other, 'listening');
    try {
      await expect(start(first.port)).rejects.toThrow(new RegExp(`^Port ${first.port}, .* is in use .*\\.$`));
      const second = await start();
      expect(second.port).not.toBe(first.port);
    } finally {
      other.close();
    }
  });

  it('is refused in one sentence while another process owns the folder', async () => {
    const owner = await own();
    const refused = await start().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(EmbeddedPostgresError);
    expect(String(refused)).toMatch(new RegExp(`in use by process ${owner.child.pid}: stop that one first\\.$`));
    await expect(EmbeddedCluster.remove(dataDir)).rejects.toThrow(/in use by process/);
    expect(await run(owner.answer.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await owner.end();
    expect(owner.child.exitCode).toBe(0);
    expect((await start()).fresh).toBe(false);
  });

  it.each([
    ['data of another version', 'data/PG_VERSION', '17\n', /made by PostgreSQL 17 and this is 18/],
    ['a lost password', 'password', '', /password file .* is missing/],
    ['a wrong password', 'password', 'guess\n', /password file .* does not fit/],
    [
      'settings it does not understand',
      'data/postgresql.auto.conf',
      'work_mem = lots\n',
      /^PostgreSQL did not start: /,
    ],
  ])('names %s in one sentence and keeps the data', async (_title, file, content, sentence) => {
    const first = await start();
    await first.stop();
    const path = join(first.folder, file);
    const before = await readFile(path);
    await writeFile(path, content);
    await expect(start()).rejects.toThrow(sentence);
    await writeFile(path, before);
    expect((await start()).fresh).toBe(false);
  });

  it('ends PostgreSQL by force when a backend does not answer any more', async () => {
    const cluster = await start();
    const pid = await postmaster(cluster.folder);
    const [backend = 0] = childrenOf(pid);
    process.kill(backend, 'SIGSTOP');
    await cluster.stop();
    expect([pid, backend].map(processIdentity)).toEqual([undefined, undefined]);
    expect((await start()).fresh).toBe(false);
  });

  it('makes, copies and drops databases', async () => {
    const cluster = await start();
    const admin = cluster.url('postgres');
    expect(await ensureDatabase(admin, 'shop-1')).toBe(true);
    expect(await ensureDatabase(admin, 'shop-1')).toBe(false);
    await run(cluster.url('shop-1'), 'CREATE TABLE kept AS SELECT 7 AS n');
    await createFromTemplate(admin, 'shop-1', 'copy');
    expect(await run(cluster.url('copy'), 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    await dropDatabase(admin, 'copy');
    await dropDatabase(admin, 'copy');
    await expect(run(cluster.url('copy'), 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });

  it('removes what is its own and nothing beside it', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'diary.txt'), 'mine');
    await EmbeddedCluster.remove(dataDir);
    expect(await readdir(dataDir)).toEqual(['diary.txt']);
    await rm(join(dataDir, 'diary.txt'));
    await EmbeddedCluster.remove(dataDir);
    await expect(stat(dataDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  (isRoot ? describe : describe.skip)(isRoot ? 'as root' : 'as root [needs root]', () => {
    it('runs PostgreSQL as the owner of data that an ordinary user made', async () => {
      const first = await start();
      await first.stop();
      const data = join(first.folder, 'data');
      for (const path of [data, ...(await readdir(data, { recursive: true })).map((name) => join(data, name))]) {
        await chown(path, 4711, 4712);
      }
      const second = await start();
      expect(second.fresh).toBe(false);
      expect(await stat(join(data, 'postmaster.pid'))).toMatchObject({ uid: 4711, gid: 4712 });
    });

    it('serves a checkout below a folder that nobody else may enter', async () => {
      const closed = join(home, 'closed');
      const checkout = join(closed, 'checkout');
      await copyCheckout(ROOT, checkout);
      await chmod(closed, 0o700);
      await rm(dataDir, { recursive: true });
      dataDir = join(checkout, '.sandbox', 'postgres');
      const runtimeDir = join(home, 'cache');
      await mkdir(runtimeDir);
      await chmod(runtimeDir, 0o711);
      const again = (): Promise<OwnerProcess> => own(checkout, [dataDir, runtimeDir]);

      const first = await again();
      expect(first.answer).toMatchObject({ fresh: true });
      expect(first.answer.folder.startsWith(closed)).toBe(false);
      expect(await readFile(join(dataDir, 'location'), 'utf8')).toBe(`${first.answer.folder}\n`);
      expect((await stat(join(first.answer.folder, 'data'))).uid).not.toBe(0);
      await first.kill('SIGKILL');

      const second = await again();
      expect(second.answer).toMatchObject({ fresh: false, folder: first.answer.folder });
      await second.end();

      // Whoever removes .sandbox begins anew, and a copy that lost a file is not run.
      await rm(dataDir, { recursive: true });
      const [copy = ''] = await readdir(runtimeDir);
      await rm(join(runtimeDir, copy, 'native', 'share', 'postgresql', 'postgres.bki'));
      const third = await again();
      expect(third.answer).toMatchObject({ fresh: true, folder: first.answer.folder });
      await third.end();
      expect(await readdir(runtimeDir)).toEqual([copy]);
    });
  });
});
