import type { FileHandle } from 'node:fs/promises';
import { readAt } from './file-bytes.js';

const END_RECORD_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
/** Enough for 100,000 entries of an office file, little enough to read at once. */
const MAX_DIRECTORY_BYTES = 8 * 1024 * 1024;

/**
 * Bytes a zip says it unpacks to, from its central directory, without unpacking anything.
 * Null when the directory is missing, broken or outside the 4 GiB form: such a file is no office document of ≤ 100 MiB.
 */
export async function zipExpandedBytes(file: FileHandle): Promise<number | null> {
  const { size } = await file.stat();
  const tailBytes = Math.min(size, END_RECORD_BYTES + MAX_COMMENT_BYTES);
  const tail = await readAt(file, size - tailBytes, tailBytes);
  const end = findEndRecord(tail);
  if (end === null) return null;
  const directoryBytes = tail.readUInt32LE(end + 12);
  const directoryAt = tail.readUInt32LE(end + 16);
  if (directoryBytes > MAX_DIRECTORY_BYTES || directoryAt + directoryBytes > size) return null;
  return sumExpanded(await readAt(file, directoryAt, directoryBytes), tail.readUInt16LE(end + 10));
}

function findEndRecord(tail: Buffer): number | null {
  for (let at = tail.length - END_RECORD_BYTES; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return null;
}

function sumExpanded(directory: Buffer, entries: number): number | null {
  let total = 0;
  let at = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) return null;
    total += directory.readUInt32LE(at + 24);
    at +=
      ENTRY_BYTES + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return total;
}
