import { readMode } from './installation.js';
import { StartRefusal } from './start-refusal.js';
import { waitForDatabase } from './wait-for-database.js';

/** Resolves once the database answers and is not a sandbox's; a `StartRefusal` otherwise. */
export async function ensureProductionDatabase(url: string): Promise<void> {
  await waitForDatabase(url);
  if ((await readMode(url)) !== 'sandbox') return;
  throw new StartRefusal(
    'This database belongs to a sandbox, with users whose password everybody knows: let DATABASE_URL name another one.',
  );
}
