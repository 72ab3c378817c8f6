import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Names for files on their way into the store; on the same file system as a store on disk, so that moving them in is a rename. */
export class TemporaryFiles {
  constructor(readonly folder: string) {}

  /** A path in a folder that is there, at which nothing is yet. Whoever asks removes the file. */
  async newPath(): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    return join(this.folder, randomUUID());
  }
}
