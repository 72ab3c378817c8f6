import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { processIdentity } from './process-identity.js';

/**
 * One owner per data folder. The file names the owner's pid and its start, so what a killed owner left is known as
 * stale, also when the pid belongs to another program by now.
 */
export class ClusterLock {
  private constructor(
    private readonly file: string,
    private readonly content: string,
  ) {}

  /** Takes the lock of that folder or throws an EmbeddedPostgresError that names the process which holds it. */
  static async acquire(folder: string): Promise<ClusterLock> {
    const file = join(folder, 'lock');
    const own = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
    const content = `${process.pid} ${processIdentity(process.pid) ?? ''}`;
    try {
      for (;;) {
        await writeFile(own, content, { mode: 0o644 });
        // link() is atomic and brings the content with it: nobody ever reads a lock that is half written.
        const taken = await link(own, file).then(() => true, whenExists);
        if (taken) return new ClusterLock(file, content);
        const held = await readFile(file, 'utf8').catch(whenMissing);
        refuseIfAlive(held, folder);
        await removeStale(file, own, held);
      }
    } finally {
      await rm(own, { force: true });
    }
  }

  /** Gives the lock back; a lock that is no longer ours stays. */
  async release(): Promise<void> {
    const held = await readFile(this.file, 'utf8').catch(() => '');
    if (held === this.content) await rm(this.file, { force: true });
  }
}

function whenExists(error: NodeJS.ErrnoException): false {
  if (error.code === 'EEXIST') return false;
  throw error;
}

function whenMissing(error: NodeJS.ErrnoException): '' {
  if (error.code === 'ENOENT') return '';
  throw error;
}

function refuseIfAlive(held: string, folder: string): void {
  const [pid, identity] = held.split(' ');
  if (identity === undefined || processIdentity(Number(pid)) !== identity) return;
  throw new EmbeddedPostgresError(`PostgreSQL in ${folder} is in use by process ${pid}: stop that one first.`);
}

/** Moves the stale lock away first: of several who found it stale, one rename takes it, and a newer lock is put back. */
async function removeStale(file: string, own: string, stale: string): Promise<void> {
  const moved = await rename(file, own).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const content = await readFile(own, 'utf8');
  if (content !== stale) await link(own, file).catch(() => undefined);
}
