import type { FileHandle } from 'node:fs/promises';
import { readAt } from './file-bytes.js';

/** The main stream tells the old office formats apart; `.msi` and `.msg` share the container but have none of these. */
const TYPE_BY_STREAM: ReadonlyMap<string, string> = new Map([
  ['WordDocument', 'application/msword'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['Book', 'application/vnd.ms-excel'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
]);

const HEADER_BYTES = 512;
const DIRECTORY_ENTRY_BYTES = 128;
const HEADER_FAT_SLOTS = 109;
const FAT_SLOTS_OFFSET = 76;
/** Sector numbers from here on are marks (end of chain, free), not sectors. */
const FIRST_MARK = 0xfffffffa;
/** Office writes the main stream near the front; the bound keeps a looping chain from holding us. */
const MAX_DIRECTORY_SECTORS = 64;
const MAX_FAT_LIST_SECTORS = 64;

interface Container {
  file: FileHandle;
  header: Buffer;
  sectorBytes: number;
}

/**
 * The MIME type of an office 97–2003 file, judged by the streams in its directory ([MS-CFB]), never by its name.
 * Null for any other compound file, an encrypted one, or a broken one.
 */
export async function officeTypeOfCompoundFile(file: FileHandle): Promise<string | null> {
  const header = await readAt(file, 0, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return null;
  const shift = header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return null;
  const container = { file, header, sectorBytes: 2 ** shift };
  let sector = header.readUInt32LE(48);
  for (let visited = 0; visited < MAX_DIRECTORY_SECTORS && sector < FIRST_MARK; visited += 1) {
    const bytes = await readSector(container, sector);
    if (bytes === null) return null;
    const type = typeInDirectory(bytes);
    if (type !== null) return type;
    const next = await nextSector(container, sector);
    if (next === null) return null;
    sector = next;
  }
  return null;
}

function typeInDirectory(bytes: Buffer): string | null {
  for (let at = 0; at + DIRECTORY_ENTRY_BYTES <= bytes.length; at += DIRECTORY_ENTRY_BYTES) {
    const isStream = bytes[at + 66] === 2;
    const nameBytes = bytes.readUInt16LE(at + 64);
    if (!isStream || nameBytes < 2 || nameBytes > 64) continue;
    const type = TYPE_BY_STREAM.get(bytes.toString('utf16le', at, at + nameBytes - 2));
    if (type !== undefined) return type;
  }
  return null;
}

/** Sector numbers count from after the header, which takes one whole sector whatever the sector's size. */
async function readSector(container: Container, sector: number): Promise<Buffer | null> {
  const bytes = await readAt(container.file, (sector + 1) * container.sectorBytes, container.sectorBytes);
  return bytes.length === container.sectorBytes ? bytes : null;
}

async function nextSector(container: Container, sector: number): Promise<number | null> {
  const perSector = container.sectorBytes / 4;
  const fatSector = await fatSectorAt(container, Math.floor(sector / perSector));
  if (fatSector === null || fatSector >= FIRST_MARK) return null;
  const fat = await readSector(container, fatSector);
  return fat === null ? null : fat.readUInt32LE((sector % perSector) * 4);
}

/** The header lists the first 109 FAT sectors (7 MB of file); the rest is a chain of lists, last slot = next list. */
async function fatSectorAt(container: Container, index: number): Promise<number | null> {
  if (index < HEADER_FAT_SLOTS) return container.header.readUInt32LE(FAT_SLOTS_OFFSET + index * 4);
  const perList = container.sectorBytes / 4 - 1;
  let remaining = index - HEADER_FAT_SLOTS;
  let list = container.header.readUInt32LE(68);
  for (let visited = 0; visited < MAX_FAT_LIST_SECTORS && list < FIRST_MARK; visited += 1) {
    const bytes = await readSector(container, list);
    if (bytes === null) return null;
    if (remaining < perList) return bytes.readUInt32LE(remaining * 4);
    remaining -= perList;
    list = bytes.readUInt32LE(perList * 4);
  }
  return null;
}
