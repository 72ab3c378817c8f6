import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findAbove } from './find-above.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'find-above-'));
  for (const folder of ['src/a', 'dist/src/a', 'dist/client']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'src/a/page.html'), '');
});
afterAll(() => rmSync(root, { recursive: true }));

describe('findAbove', () => {
  it.each([
    ['src/a', 'src/a/page.html'],
    ['dist/src/a', 'src/a/page.html'],
    ['dist/src/a', 'dist/client'],
  ])('from %s finds %s of the package', (folder, path) => {
    expect(findAbove(join(root, folder), path)).toBe(join(root, path));
  });

  it('names the last place where there is none', () => {
    expect(findAbove(root, 'no-such-file-anywhere')).toBe('/no-such-file-anywhere');
  });
});
