import { describe, expect, it } from '@jest/globals';
import { isTestFile, readSources } from './source-files.js';

const FOLDER = 'src/messages/send/types/';
const REGISTRY = `${FOLDER}send-types.ts`;
const PRODUCT = readSources('src').filter(({ path }) => !isTestFile(path));
const RULES = PRODUCT.filter(({ path }) => /\/[a-z]+\.types?\.ts$/.test(path) && path.startsWith(FOLDER));

/** Adding a type is its file, a line in the registry, and what the simulator makes of it: three files. */
describe('the rules of each type that can be sent', () => {
  it('are known to the registry alone', () => {
    expect(RULES.length).toBeGreaterThan(5);
    const known = RULES.map(({ path }) => {
      const name = path.slice(FOLDER.length).replace(/\.ts$/, '.js');
      const importers = PRODUCT.filter(({ text }) => text.includes(`/${name}'`)).map((file) => file.path);
      return [name, importers];
    });
    expect(known).toEqual(known.map(([name]) => [name, [REGISTRY]]));
  });

  it('stand in the registry under their names, and nowhere else is one picked out by its name', () => {
    const registry = PRODUCT.find(({ path }) => path === REGISTRY)?.text ?? '';
    const names = [...registry.matchAll(/^ {2}([a-z]+): [A-Z]+,$/gm)].map(([, name = '']) => name);
    expect(names).toEqual(expect.arrayContaining(['text', 'sticker', 'location', 'template']));
    const sending = PRODUCT.filter(({ path }) => /^src\/messages\/send\/[^/]+\.ts$/.test(path));
    const picked = sending.flatMap(({ path, text }) =>
      names
        .filter((name) => new RegExp(`\\btype === '${name}'|\\bcase '${name}':`).test(text))
        .map((name) => `${path}: ${name}`),
    );
    expect(picked).toEqual([]);
  });
});
