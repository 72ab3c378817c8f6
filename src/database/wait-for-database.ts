import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseAway } from '../common/errors/normalize-error.js';
import { isError } from '../common/is-error.js';
import { StartRefusal } from './start-refusal.js';
import { withClient } from './with-client.js';

const POLL_MS = 500;

/**
 * Waits until the database answers: what starts us often starts it in the same moment. Throws a `StartRefusal` after `patienceMs`, and
 * at once when it answers but does not let us in.
 */
export async function waitForDatabase(url: string, patienceMs = 30_000): Promise<void> {
  const patience = AbortSignal.timeout(patienceMs);
  for (;;) {
    try {
      return await withClient(url, async (client) => void (await client.query('select 1')));
    } catch (error) {
      const problem = isDatabaseAway(error) ? 'cannot be reached' : 'does not let us in';
      if (!isDatabaseAway(error) || patience.aborted) {
        throw new StartRefusal(`The database at ${placeOf(url)} ${problem}${reasonOf(error)}.`, { cause: error });
      }
    }
    await delay(Math.min(POLL_MS, patienceMs));
  }
}

/** Host, port and database of a connection string, without who connects. */
function placeOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  return `${host || searchParams.get('host') || 'the local socket'}${pathname}`;
}

function reasonOf(error: unknown): string {
  const code = isError(error) && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? ` (${REASONS[code] ?? code})` : '';
}

const REASONS: Record<string, string> = {
  '28P01': 'wrong user or password',
  '28000': 'wrong user or password',
  '3D000': 'there is no database of this name',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no host of this name',
};
