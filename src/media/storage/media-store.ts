import type { Readable } from 'node:stream';

/** Inclusive byte positions, both inside the file. */
export interface StoredRange {
  start: number;
  end: number;
}

export interface StoredFile {
  stream: Readable;
  /** Of the whole file, also when only a range is streamed. */
  size: number;
}

/**
 * Where media files live: port and DI token. Keys are made by the store from the content alone; no name that came from
 * outside ever reaches it. Who may read a file is decided by its row, never by knowing its key.
 */
export abstract class MediaStore {
  /**
   * Takes over the file at `tempPath` and answers its key once it is durable. Repeatable: the same content gives the
   * same key, so two rows may share one file, and a crash before the row is written costs nothing.
   */
  abstract put(tempPath: string, content: { sha256: string }): Promise<string>;

  /** The file, or null when there is none. The caller reads the stream to its end or destroys it. */
  abstract open(key: string, range?: StoredRange): Promise<StoredFile | null>;

  /** Removes the file if it is there. Only for a key that no row names any more: content is shared. */
  abstract remove(key: string): Promise<void>;

  /**
   * Removes the file unless somebody has put it there within the last `idleMs` milliseconds, by the store's own clock: whoever puts a
   * file writes its row a moment later. True when it is gone.
   */
  abstract removeIdle(key: string, idleMs: number): Promise<boolean>;

  /** Throws when files cannot be written now; for readiness. */
  abstract check(): Promise<void>;

  /** What tells this store from another one of its kind; null where every instance has the same by its configuration. */
  abstract marker(): Promise<string | null>;
}
