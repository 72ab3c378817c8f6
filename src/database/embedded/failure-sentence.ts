import { EmbeddedPostgresError } from './embedded-postgres.error.js';

const LOG_CASES: ReadonlyArray<[RegExp, (folder: string) => string]> = [
  // Named before the disk: it carries the same "No space left on device".
  [
    /shared memory segment.*No space left/i,
    () => 'PostgreSQL has too little shared memory: give /dev/shm more room (in a container --shm-size=256m).',
  ],
  [
    /No space left on device|Disk quota exceeded/i,
    (folder) => `There is no free disk space for PostgreSQL in ${folder}.`,
  ],
  [
    /could not look up effective user ID (\d+)/i,
    () => 'PostgreSQL needs a user with a name: the user that runs it has no line in /etc/passwd.',
  ],
  [
    /could not access directory|Permission denied/i,
    (folder) =>
      `PostgreSQL may not enter or write ${folder}: check the owner and the mode of that folder and those above.`,
  ],
  [
    /database files are incompatible|not compatible with this version/i,
    (folder) => `The data in ${folder} was made by another PostgreSQL: remove that folder to begin anew.`,
  ],
];

/** The last thing PostgreSQL complained of in its log or output, without the prefix of time and pid; empty if nothing. */
export function lastComplaint(output: string): string {
  const complaints = output.match(/(?:FATAL|PANIC|ERROR|fatal|error): +.*/g) ?? [];
  return (complaints.at(-1) ?? '').replace(/^\w+: +/, '').trim();
}

/**
 * One sentence for a failed initdb or postmaster, from what it printed.
 * `folder` is the one that holds the data and the log.
 */
export function sentenceFromOutput(output: string, folder: string): string {
  for (const [pattern, sentence] of LOG_CASES) {
    if (pattern.test(output)) return sentence(folder);
  }
  const complaint = lastComplaint(output).replace(/\.$/, '');
  return complaint === '' ? `PostgreSQL did not start in ${folder}.` : `PostgreSQL did not start: ${complaint}.`;
}

const SYSTEM_CASES: Readonly<Record<string, (path: string) => string>> = {
  ENOSPC: (path) => `There is no free disk space for PostgreSQL in ${path}.`,
  EDQUOT: (path) => `There is no free disk space for PostgreSQL in ${path}.`,
  EROFS: (path) => `PostgreSQL cannot keep its data in ${path}: the file system is read-only.`,
  EACCES: (path) => `PostgreSQL may not use ${path}: it belongs to another user, or its mode forbids it.`,
  EPERM: (path) => `PostgreSQL may not use ${path}: it belongs to another user, or its mode forbids it.`,
  ENOTDIR: (path) => `PostgreSQL cannot keep its data in ${path}: a file stands where a folder is needed.`,
  EEXIST: (path) => `PostgreSQL cannot keep its data in ${path}: a file stands where a folder is needed.`,
};

/** Turns whatever was thrown into the one sentence; what is one already stays, and the cause is kept. */
export function asEmbeddedPostgresError(error: unknown, folder: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const { code, path, message } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_CASES[code];
  const sentence = known ? known(path ?? folder) : `PostgreSQL did not start: ${message}.`;
  return new EmbeddedPostgresError(sentence, { cause: error });
}
