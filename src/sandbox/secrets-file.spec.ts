import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keepSecrets } from './secrets-file.js';

describe('keepSecrets', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wa-operator-secrets-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('makes secrets once, for this user alone', async () => {
    const first = await keepSecrets(folder);
    expect(new Set(Object.values(first)).size).toBe(5);
    expect(await keepSecrets(folder)).toEqual(first);
    expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
  });

  it('makes others elsewhere', async () => {
    const first = await keepSecrets(folder);
    await rm(join(folder, 'secrets.json'));
    const second = await keepSecrets(folder);
    expect(Object.values(first).filter((secret) => Object.values<string>({ ...second }).includes(secret))).toEqual([]);
  });

  it('adds what an older version did not know', async () => {
    const path = join(folder, 'secrets.json');
    await writeFile(path, JSON.stringify({ JWT_SECRET: 'kept' }));
    const secrets = await keepSecrets(folder);
    expect(secrets).toMatchObject({ JWT_SECRET: 'kept', GRAPH_TOKEN: expect.stringMatching(/^EAA/) });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(secrets);
  });

  it.each(['{"JWT_SECRET": "cut', 'null', ''])('does not replace a file that holds %j', async (text) => {
    await writeFile(join(folder, 'secrets.json'), text);
    await expect(keepSecrets(folder)).rejects.toThrow('begin anew with npm start -- --fresh');
  });
});
