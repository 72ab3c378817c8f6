import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endPostmaster } from './end-process.js';
import { readPostmasterPid } from './postmaster-pid.js';
import { processIdentity, seemsAlive, worksIn } from './process-identity.js';

/**
 * Ends the postmaster that outlived its owner (kill -9) on this data folder; called with the cluster's lock held.
 * It is ended rather than taken over: its settings and its program may be older than ours. True if there was one.
 *
 * A pid file of a dead postmaster stays: from it PostgreSQL sees whether backends of that postmaster still hold the
 * shared memory. Only where the pid belongs to another program by now it goes, since PostgreSQL would refuse to start.
 */
export async function endSurvivor(data: string): Promise<boolean> {
  const left = await readPostmasterPid(data);
  if (left === undefined) return false;
  if (processIdentity(left.pid) !== undefined && worksIn(left.pid, data)) {
    await endPostmaster(left.pid);
    return true;
  }
  if (seemsAlive(left.pid)) await rm(join(data, 'postmaster.pid'), { force: true });
  return false;
}
