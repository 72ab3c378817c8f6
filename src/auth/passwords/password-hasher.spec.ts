import { beforeAll, describe, expect, it } from '@jest/globals';
import argon2 from 'argon2';
import { PasswordHasher } from './password-hasher.js';

const PASSWORD = 'correct horse battery';

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher();
  let hash: string;

  beforeAll(async () => {
    await hasher.onModuleInit();
    hash = await hasher.hash(PASSWORD);
  });

  it('makes argon2id hashes of 19 MiB, two passes and one lane', () => {
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
  });

  it('knows the password again', async () => {
    await expect(hasher.verify(hash, PASSWORD)).resolves.toEqual({ matches: true, isOutdated: false });
  });

  it.each([
    ['another password', 'correct horse batterz'],
    ['a trailing space', `${PASSWORD} `],
    ['the same letters in another normal form', PASSWORD.normalize('NFD').replace('e', 'e\u0301')],
    ['a NUL at its end', `${PASSWORD}\u0000`],
    ['nothing', ''],
  ])('refuses %s', async (_, password) => {
    await expect(hasher.verify(hash, password)).resolves.toEqual({ matches: false, isOutdated: false });
  });

  it('refuses a hash given as the password', async () => {
    await expect(hasher.verify(hash, hash)).resolves.toMatchObject({ matches: false });
  });

  it('lets nobody in without a hash, whatever the password', async () => {
    await expect(hasher.verify(undefined, PASSWORD)).resolves.toEqual({ matches: false, isOutdated: false });
  });

  it('treats a stored value that is no hash as one that fits nothing', async () => {
    for (const stored of ['', 'plain', '$argon2id$v=19$m=19456,t=2,p=1$x$y', '$2b$10$abcdefghijklmnopqrstuv']) {
      await expect(hasher.verify(stored, PASSWORD)).resolves.toMatchObject({ matches: false });
    }
  });

  it('says when a hash was made with other parameters', async () => {
    const old = await argon2.hash(PASSWORD, { type: argon2.argon2id, memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await expect(hasher.verify(old, PASSWORD)).resolves.toEqual({ matches: true, isOutdated: true });
    const other = await argon2.hash(PASSWORD, {
      type: argon2.argon2i,
      memoryCost: 19_456,
      timeCost: 2,
      parallelism: 1,
    });
    await expect(hasher.verify(other, PASSWORD)).resolves.toEqual({ matches: true, isOutdated: true });
    await expect(hasher.verify(old, 'another one here')).resolves.toEqual({ matches: false, isOutdated: false });
  });

  it('sheds what does not fit into its queue', async () => {
    const results = await Promise.allSettled(Array.from({ length: 40 }, () => hasher.verify(hash, 'wrong')));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(4);
    expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(Array(4).fill('OVERLOADED'));
  });
});
