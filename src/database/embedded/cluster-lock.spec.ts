import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ClusterLock } from './cluster-lock.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { processIdentity } from './process-identity.js';

describe('ClusterLock', () => {
  let folder: string;
  const holder = (): Promise<string> => readFile(join(folder, 'lock'), 'utf8');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cluster-lock-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is held by one of many who want it at once', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => ClusterLock.acquire(folder)));
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(19);
    expect(refused.every(({ reason }) => reason instanceof EmbeddedPostgresError)).toBe(true);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it('names the process that holds it', async () => {
    await ClusterLock.acquire(folder);
    await expect(ClusterLock.acquire(folder)).rejects.toThrow(`in use by process ${process.pid}`);
  });

  it('can be had again when it was given back', async () => {
    await (await ClusterLock.acquire(folder)).release();
    expect(await readdir(folder)).toEqual([]);
    await expect(ClusterLock.acquire(folder)).resolves.toBeInstanceOf(ClusterLock);
  });

  it.each([
    ['a dead process', '99999999 123'],
    ['a process whose pid another one has now', `${process.ppid} 1`],
    ['nobody knows whom', ''],
  ])('does not respect the lock of %s', async (_title, content) => {
    await writeFile(join(folder, 'lock'), content);
    await ClusterLock.acquire(folder);
    expect(await holder()).toBe(`${process.pid} ${processIdentity(process.pid)}`);
  });

  it('is had by one of many who find a stale one', async () => {
    await writeFile(join(folder, 'lock'), '99999999 123');
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => ClusterLock.acquire(folder)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('leaves a lock that became the one of another', async () => {
    const lock = await ClusterLock.acquire(folder);
    await writeFile(join(folder, 'lock'), '1 1');
    await lock.release();
    expect(await holder()).toBe('1 1');
  });
});
