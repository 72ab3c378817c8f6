import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DiskMediaStore } from './disk-media-store.js';

const SHA = createHash('sha256').update('hello').digest('hex');
const KEY = `${SHA.slice(0, 2)}/${SHA.slice(2, 4)}/${SHA}`;

let folder: string;
let root: string;
let store: DiskMediaStore;

async function temp(content = 'hello'): Promise<string> {
  const path = join(folder, 'temp');
  await writeFile(path, content, { mode: 0o644 });
  return path;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'));
  root = join(folder, 'media');
  store = new DiskMediaStore(root);
});

afterEach(async () => rm(folder, { recursive: true }));

describe('DiskMediaStore', () => {
  it('puts a file under a key made of its content, for its own user only', async () => {
    const path = await temp();
    await chmod(path, 0o644);
    expect(await store.put(path, { sha256: SHA })).toBe(KEY);
    expect(await readFile(join(root, KEY), 'utf8')).toBe('hello');
    expect((await stat(join(root, KEY))).mode & 0o777).toBe(0o600);
    expect((await stat(root)).mode & 0o777).toBe(0o700);
    expect(await readdir(folder)).toEqual(['media']);
  });

  it('puts the same content twice under one key, and mends a damaged file by it', async () => {
    await store.put(await temp(), { sha256: SHA });
    await writeFile(join(root, KEY), 'hel');
    expect(await store.put(await temp(), { sha256: SHA })).toBe(KEY);
    expect(await readFile(join(root, KEY), 'utf8')).toBe('hello');
    expect(await readdir(join(root, KEY, '..'))).toEqual([SHA]);
  });

  it('opens the whole file, a range of it, or nothing', async () => {
    await store.put(await temp(), { sha256: SHA });
    const whole = await store.open(KEY);
    const part = await store.open(KEY, { start: 1, end: 3 });
    expect([whole?.size, await text(whole!.stream)]).toEqual([5, 'hello']);
    expect([part?.size, await text(part!.stream)]).toEqual([5, 'ell']);
    expect(await store.open(`00/00/${'0'.repeat(64)}`)).toBeNull();
  });

  it('removes a file, and again without complaint', async () => {
    await store.put(await temp(), { sha256: SHA });
    await store.remove(KEY);
    await store.remove(KEY);
    expect(await store.open(KEY)).toBeNull();
  });

  it.each([
    '',
    '.',
    '..',
    '../../etc/passwd',
    '/etc/passwd',
    SHA,
    `${KEY}/`,
    `${KEY}\n`,
    `${KEY}\u0000`,
    `../${KEY}`,
    `${KEY}/../../../x`,
    `00/00/${SHA}`,
    KEY.toUpperCase(),
    KEY.replaceAll('/', '\\'),
    `${SHA.slice(0, 2)}/../${SHA}`,
  ])('takes no path from the key %j', async (key) => {
    await expect(store.open(key)).rejects.toThrow('not a media storage key');
    await expect(store.remove(key)).rejects.toThrow('not a media storage key');
  });

  it.each(['', 'x', '../../etc/passwd', SHA.toUpperCase(), `${SHA}0`, `${SHA}\n`])(
    'takes no path from the hash %j',
    async (sha256) => {
      await expect(store.put(await temp(), { sha256 })).rejects.toThrow('SHA-256');
    },
  );

  it('keeps what it has when the new file is missing', async () => {
    await store.put(await temp(), { sha256: SHA });
    await expect(store.put(join(folder, 'missing'), { sha256: SHA })).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readFile(join(root, KEY), 'utf8')).toBe('hello');
  });

  it('checks that it can write, leaving nothing behind', async () => {
    await store.check();
    expect(await readdir(root)).toEqual([]);
  });

  it('fails its check where it cannot write', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(root, 'a file where the folder belongs');
    await expect(store.check()).rejects.toMatchObject({ code: 'EEXIST' });
  });
});
