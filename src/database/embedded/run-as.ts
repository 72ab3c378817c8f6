import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** The user and group under which PostgreSQL's programs run. */
export interface RunAs {
  uid: number;
  gid: number;
}

/** The part of a file's stat that decides about access. */
export interface Access {
  mode: number;
  uid: number;
  gid: number;
}

const NOBODY: RunAs = { uid: 65534, gid: 65534 };

/** The first of nobody, postgres, daemon in the text of /etc/passwd whose ids a child process can take; else 65534. */
export function unprivilegedUser(passwd: string): RunAs {
  const lines = passwd.split('\n').map((line) => line.split(':'));
  for (const name of ['nobody', 'postgres', 'daemon']) {
    const fields = lines.find((line) => line[0] === name);
    const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
    // macOS has nobody = -2, which neither chown nor spawn takes.
    if (uid > 0 && gid > 0 && uid < 2 ** 31 && gid < 2 ** 31) return { uid, gid };
  }
  return NOBODY;
}

/** Whether the bits of the mode let that user do all of `wanted` (r = 4, w = 2, x = 1). */
export function allows(access: Access, who: RunAs, wanted: number): boolean {
  const shift = access.uid === who.uid ? 6 : access.gid === who.gid ? 3 : 0;
  return ((access.mode >> shift) & wanted) === wanted;
}

/** Whether that user can enter every folder on the way to the path, and the path itself where it is a folder. */
export async function isReachable(path: string, who: RunAs): Promise<boolean> {
  for (let step = resolve(path); ; step = dirname(step)) {
    const found = await stat(step).catch(() => undefined);
    if (found?.isDirectory() === true && !allows(found, who, 1)) return false;
    if (step === dirname(step)) return true;
  }
}

/**
 * Whom PostgreSQL runs as: undefined for an ordinary user (himself). PostgreSQL refuses root, so root runs it as the
 * owner of data that exists already (made before by an ordinary user), else as an unprivileged user.
 */
export async function chooseRunAs(dataDir: string): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const data = await stat(join(dataDir, 'data')).catch(() => undefined);
  if (data !== undefined && data.uid !== 0) return { uid: data.uid, gid: data.gid };
  return unprivilegedUser(await readFile('/etc/passwd', 'utf8').catch(() => ''));
}
