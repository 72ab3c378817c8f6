import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

/** Nothing of our environment goes to PostgreSQL: it may hold secrets, and PG* and LC_* would change its ways. */
export const PROGRAM_ENV: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' };

/** Starts one of PostgreSQL's programs and answers once it runs; a program that cannot run here is one sentence. */
export async function spawnProgram(program: string, args: string[], options: SpawnOptions): Promise<ChildProcess> {
  const child = spawn(program, args, { cwd: '/', env: PROGRAM_ENV, ...options });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error: NodeJS.ErrnoException) => reject(cannotRun(program, error)));
  });
  return child;
}

function cannotRun(program: string, error: NodeJS.ErrnoException): EmbeddedPostgresError {
  // ENOENT of a file that is there means its loader is missing: the programs are made for glibc.
  const reasons: Record<string, string> = {
    ENOENT: 'it needs a Linux with glibc (not Alpine) or macOS',
    EACCES: 'its user may not enter that folder, or the place is mounted noexec',
    EPERM: 'this root may not change to an unprivileged user',
  };
  const reason = reasons[error.code ?? ''] ?? error.message;
  return new EmbeddedPostgresError(`PostgreSQL cannot run ${program}: ${reason}.`, { cause: error });
}
