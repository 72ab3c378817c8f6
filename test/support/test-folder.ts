import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'wa-operator-test-';

/** Makes a folder that the next run removes, a PostgreSQL in it ended, should this process be killed. */
export async function makeTestFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // Root's PostgreSQL runs as another user and has to get through.
  await chmod(folder, 0o711);
  return folder;
}

/** The pid of the process that made the folder of that name; undefined when it is none of ours. */
export function makerOfTestFolder(name: string): number | undefined {
  const pid = /^wa-operator-test-(\d+)-/.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
}
