import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { StartRefusal } from './start-refusal.js';
import { waitForDatabase } from './wait-for-database.js';

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('waitForDatabase', () => {
  it('says in one sentence which database is away, without who wanted to connect', async () => {
    const port = await freePort();
    const waiting = waitForDatabase(`postgres://somebody:s3cret@127.0.0.1:${port}/wa`, 1);
    await expect(waiting).rejects.toBeInstanceOf(StartRefusal);
    await expect(waiting).rejects.toThrow(
      `The database at 127.0.0.1:${port}/wa cannot be reached (nothing listens there).`,
    );
  });
});
