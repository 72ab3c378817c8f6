import { randomUUID } from 'node:crypto';
import { chmod, copyFile, link, mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MediaStore, type StoredFile, type StoredRange } from './media-store.js';

/** `ab/cd/abcd…`: nothing else becomes a path, so no key can climb out of the root. */
const KEY = /^([0-9a-f]{2})\/([0-9a-f]{2})\/\1\2[0-9a-f]{60}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/** Media files in two levels of folders below one root, readable by this process's user alone. */
export class DiskMediaStore extends MediaStore {
  constructor(private readonly root: string) {
    super();
  }

  async put(tempPath: string, { sha256 }: { sha256: string }): Promise<string> {
    if (!SHA256.test(sha256)) throw new Error('a media file needs a SHA-256 in lower-case hex');
    const key = `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
    const path = this.pathOf(key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await moveDurably(tempPath, path);
    // The new name, and the folders themselves where they are new, must outlive a power cut as well.
    for (const folder of [dirname(path), dirname(dirname(path)), this.root]) await syncToDisk(folder);
    return key;
  }

  async open(key: string, range?: StoredRange): Promise<StoredFile | null> {
    const file = await open(this.pathOf(key), 'r').catch(nullIfMissing);
    if (file === null) return null;
    try {
      const { size } = await file.stat();
      return { stream: file.createReadStream(range ?? {}), size };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async removeIdle(key: string, idleMs: number): Promise<boolean> {
    const found = await stat(this.pathOf(key)).catch(nullIfMissing);
    const now = performance.timeOrigin + performance.now();
    if (found !== null && now - found.mtimeMs < idleMs) return false;
    await this.remove(key);
    return true;
  }

  async check(): Promise<void> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const probe = join(this.root, `.check-${randomUUID()}`);
    try {
      await writeFile(probe, 'check', { flag: 'wx', mode: 0o600 });
    } finally {
      await rm(probe, { force: true });
    }
  }

  /** A word of its own in the folder, written once; whoever shares the folder reads the same. */
  async marker(): Promise<string> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const path = join(this.root, '.store-id');
    const known = await readFile(path, 'utf8').catch(nullIfMissing);
    if (known !== null) return known.trim();
    const fresh = join(this.root, `.store-id-${randomUUID()}`);
    await writeFile(fresh, randomUUID(), { flag: 'wx', mode: 0o600 });
    // A link cannot replace one that another process was faster to make, and is never there half written.
    await link(fresh, path).catch(ignoreExisting);
    await rm(fresh, { force: true });
    return (await readFile(path, 'utf8')).trim();
  }

  private pathOf(key: string): string {
    if (!KEY.test(key)) throw new Error('not a media storage key');
    return join(this.root, key);
  }
}

/** Contents first, name second: after a crash there is the whole file under its name, or none. */
async function moveDurably(from: string, to: string): Promise<void> {
  await chmod(from, 0o600);
  // Its age counts from now: what was written slowly is not old.
  const now = (performance.timeOrigin + performance.now()) / 1000;
  await utimes(from, now, now);
  await syncToDisk(from);
  try {
    await rename(from, to);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error;
    await copyDurably(from, to);
  }
}

/** For a temp folder on another file system, where rename cannot go. */
async function copyDurably(from: string, to: string): Promise<void> {
  const partial = `${to}.${randomUUID()}.part`;
  try {
    await copyFile(from, partial);
    await syncToDisk(partial);
    await rename(partial, to);
    await rm(from, { force: true });
  } finally {
    await rm(partial, { force: true });
  }
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

function nullIfMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
