import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePostmasterPid } from '../database/embedded/postmaster-pid.js';

/**
 * For an end that waits for nothing (a second Ctrl-C, a stop that took too long): PostgreSQL gets its immediate shutdown, which the next
 * start recovers from. After a stop in good order there is nobody left to tell. `folder` is the cluster's.
 */
export function endPostgresOnExit(folder: string): void {
  process.once('exit', () => {
    const pid = readPid(join(folder, 'data', 'postmaster.pid'));
    if (pid === undefined) return;
    try {
      process.kill(pid, 'SIGQUIT');
    } catch {
      // Gone already.
    }
  });
}

function readPid(path: string): number | undefined {
  try {
    return parsePostmasterPid(readFileSync(path, 'utf8'))?.pid;
  } catch {
    return undefined;
  }
}
