import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const THREADS = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4);

/**
 * Until it is released, no file of this process is read or written: opening a FIFO that nobody writes to holds a thread of libuv's pool,
 * and all of them are held. Sockets go on.
 */
export async function stickDisk(folder: string): Promise<() => Promise<void>> {
  const fifo = join(folder, 'stuck');
  await promisify(execFile)('mkfifo', [fifo]);
  const held = Array.from({ length: THREADS }, () => open(fifo, 'r'));
  return async () => {
    // The synchronous kind needs no thread.
    const writer = openSync(fifo, constants.O_RDWR);
    for (const handle of await Promise.all(held)) await handle.close();
    closeSync(writer);
    rmSync(fifo);
  };
}
