import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, Environment } from './environment.js';
import { loadConfig } from './load-config.js';

const text = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');
const documented = new Map(
  [...text.matchAll(/^([A-Z0-9_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
);

/** The variables that are read of an environment, `*_FILE` counted as the secret it stands for. */
function namesRead(environment: Environment): Set<string> {
  const names = new Set<string>();
  const watched = new Proxy(environment, {
    get: (target, name) => {
      names.add(String(name).replace(/_FILE$/, ''));
      return target[String(name)];
    },
  });
  expect(() => loadConfig(watched, 'production')).toThrow(ConfigurationError);
  return names;
}

describe('.env.example', () => {
  it('explains exactly the variables that are read', () => {
    expect([...documented.keys()].sort()).toEqual([...namesRead({})].sort());
  });

  it('names no variable twice', () => {
    expect(text.match(/^[A-Z0-9_]+=/gm)).toHaveLength(documented.size);
  });

  it.each([
    'DATABASE_URL',
    'JWT_SECRET',
    'ENCRYPTION_KEYS',
    'META_APP_SECRET',
    'META_VERIFY_TOKEN',
    'FIRST_ADMIN_PASSWORD',
  ])('holds no value for %s that would work', (name) => {
    expect(documented.get(name)).toBe('');
  });

  it('shows the real defaults: what it writes out is what an empty environment gives', () => {
    const needed = {
      DATABASE_URL: 'postgres://wa@db/wa',
      JWT_SECRET: 'Zb3kq0vXw1Yt7uPnR5sLm9hJ2dGf8cKeTa4iOoQ6',
      ENCRYPTION_KEYS: '0f1e2d3c4b5a69788796a5b4c3d2e1f000112233445566778899aabbccddeeff',
      META_APP_SECRET: '5f2b8c01d9e7a3641f0b2c8d7e9a5463',
    };
    const example = loadConfig({ ...Object.fromEntries(documented), ...needed }, 'production');
    expect(example).toEqual(loadConfig(needed, 'production'));
  });
});
