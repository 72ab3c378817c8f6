import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What postmaster.pid says, see PostgreSQL's src/include/utils/pidfile.h. */
export interface PostmasterPid {
  pid: number;
  isReady: boolean;
}

/** Reads the text of postmaster.pid: pid on line 1, state on line 8; undefined when there is no pid in it (yet). */
export function parsePostmasterPid(text: string): PostmasterPid | undefined {
  const lines = text.split('\n');
  // A standalone backend writes its pid negative.
  const pid = Math.abs(Number.parseInt(lines[0] ?? '', 10));
  return pid > 0 ? { pid, isReady: lines[7]?.trim() === 'ready' } : undefined;
}

/** The same for a data folder; undefined when no postmaster left its file there. */
export async function readPostmasterPid(data: string): Promise<PostmasterPid | undefined> {
  return parsePostmasterPid(await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => ''));
}
