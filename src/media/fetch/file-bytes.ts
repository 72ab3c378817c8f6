import type { FileHandle } from 'node:fs/promises';

/** Reads up to `length` bytes at `position`; shorter (or empty) at the end of the file, so readers check the length. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
