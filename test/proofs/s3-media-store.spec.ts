import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import S3rver from 's3rver';
import { S3MediaStore } from '../../src/media/storage/s3-media-store.js';

const MIB = 1024 * 1024;

describe('the media store in S3', () => {
  let folder: string;
  let server: S3rver;
  let endpoint: string;
  let store: S3MediaStore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wa-operator-s3-'));
    server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      directory: join(folder, 'server'),
      configureBuckets: [{ name: 'files', configs: [] }],
    });
    const { port }: AddressInfo = await server.run();
    endpoint = `http://127.0.0.1:${port}`;
    store = storeOf('files');
  });

  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  function storeOf(bucket: string): S3MediaStore {
    const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
    return new S3MediaStore({ bucket, region: 'us-east-1', endpoint, credentials, forcePathStyle: true });
  }

  async function put(bytes: Buffer): Promise<{ key: string; path: string }> {
    const path = join(folder, randomBytes(8).toString('hex'));
    await writeFile(path, bytes);
    const key = await store.put(path, { sha256: createHash('sha256').update(bytes).digest('hex') });
    return { key, path };
  }

  it('takes a file over and gives it back', async () => {
    const bytes = randomBytes(1000);
    const { key, path } = await put(bytes);
    await expect(stat(path)).rejects.toThrow('ENOENT');
    const found = await store.open(key);
    expect(found?.size).toBe(1000);
    expect(found && (await buffer(found.stream)).equals(bytes)).toBe(true);
  });

  it('gives a range, and the size of the whole with it', async () => {
    const bytes = randomBytes(1000);
    const { key } = await put(bytes);
    const found = await store.open(key, { start: 10, end: 19 });
    expect(found?.size).toBe(1000);
    expect(found && (await buffer(found.stream)).equals(bytes.subarray(10, 20))).toBe(true);
  });

  it('takes large files in parts, and the same content twice as one', async () => {
    const bytes = randomBytes(20 * MIB);
    const { key } = await put(bytes);
    expect((await put(bytes)).key).toBe(key);
    const found = await store.open(key);
    expect(found && (await buffer(found.stream)).equals(bytes)).toBe(true);
  });

  it('knows what is not there', async () => {
    expect(await store.open(`media/ab/${'ab'.repeat(32)}`)).toBeNull();
    expect(await store.removeIdle(`media/ab/${'ab'.repeat(32)}`, 0)).toBe(true);
    await store.remove(`media/ab/${'ab'.repeat(32)}`);
  });

  it.each(['../x', 'media/ab/../../x', '', 'other/ab/cd', `media/aa/${'ab'.repeat(32)}`])(
    'asks for no key %j',
    async (key) => {
      await expect(store.open(key)).rejects.toThrow('not a media storage key');
      await expect(store.remove(key)).rejects.toThrow('not a media storage key');
    },
  );

  it('removes what is idle and keeps what was put a moment ago', async () => {
    const { key } = await put(randomBytes(10));
    expect(await store.removeIdle(key, 3_600_000)).toBe(false);
    expect(await store.open(key)).not.toBeNull();
    expect(await store.removeIdle(key, -10_000)).toBe(true);
    expect(await store.open(key)).toBeNull();
  });

  it('says when it cannot store', async () => {
    await store.check();
    await expect(storeOf('another').check()).rejects.toThrow(/NotFound|UnknownError/);
  });
});
