import { gzipSync } from 'node:zlib';

export interface TarFile {
  /** With `/`, at most 100 bytes. */
  path: string;
  content: Buffer;
}

const BLOCK = 512;
const MODE = '0000644\0';
const OWNER = '0000000\0';

/**
 * A gzipped ustar archive (POSIX.1-1988) of plain files. The same files give the same bytes, whoever packs them and when: order,
 * owners and times are fixed. Throws where a path does not fit its field.
 */
export function makeTarball(files: readonly TarFile[]): Buffer {
  const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
  const blocks = sorted.flatMap(({ path, content }) => [
    header(path, content.length),
    content,
    Buffer.alloc(-content.length & (BLOCK - 1)),
  ]);
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
}

function header(path: string, size: number): Buffer {
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for an archive.`);
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0);
  block.write(MODE + OWNER + OWNER, 100);
  block.write(`${octal(size)}${octal(0)}`, 124);
  // The checksum counts its own field as blanks.
  block.write('        0', 148);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function octal(value: number): string {
  return `${value.toString(8).padStart(11, '0')}\0`;
}
