import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeTarball } from './tarball.js';

describe('makeTarball', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wa-operator-tarball-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const FILES = [
    { path: 'package/b.txt', content: Buffer.from('второй') },
    { path: 'package/a.txt', content: Buffer.from('first') },
    { path: 'package/empty', content: Buffer.alloc(0) },
    { path: 'package/block', content: Buffer.alloc(512, 'x') },
  ];

  it('makes what tar unpacks to the same bytes', () => {
    writeFileSync(join(folder, 'x.tgz'), makeTarball(FILES));
    execFileSync('tar', ['-xzf', 'x.tgz'], { cwd: folder });
    expect(readdirSync(join(folder, 'package')).sort()).toEqual(['a.txt', 'b.txt', 'block', 'empty']);
    for (const { path, content } of FILES) expect(readFileSync(join(folder, path)).equals(content)).toBe(true);
  });

  it('gives the same bytes for the same files in any order', () => {
    expect(makeTarball(FILES).equals(makeTarball([...FILES].reverse()))).toBe(true);
  });

  it('refuses a path that its field does not hold', () => {
    expect(() => makeTarball([{ path: `package/${'a'.repeat(100)}`, content: Buffer.alloc(0) }])).toThrow('too long');
  });
});
