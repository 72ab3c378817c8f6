import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError, Environment } from './environment.js';
import { loadConfig, loadDatabaseConfig } from './load-config.js';

const KEY = Buffer.from('0f1e2d3c4b5a69788796a5b4c3d2e1f000112233445566778899aabbccddeeff', 'hex');
const GOOD: Environment = {
  DATABASE_URL: 'postgres://wa:pw@db.internal:5432/wa',
  JWT_SECRET: 'Zb3kq0vXw1Yt7uPnR5sLm9hJ2dGf8cKeTa4iOoQ6',
  ENCRYPTION_KEYS: KEY.toString('base64'),
  META_APP_SECRET: '5f2b8c01d9e7a3641f0b2c8d7e9a5463',
};

function problemsOf(changes: Environment, mode: 'production' | 'sandbox' = 'production'): readonly string[] {
  try {
    loadConfig({ ...GOOD, ...changes }, mode);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('takes the four needed variables and fills in the rest', () => {
    const config = loadConfig(GOOD, 'production');
    expect(config).toMatchObject({
      port: 3000,
      host: '0.0.0.0',
      publicUrl: 'http://localhost:3000',
      corsOrigins: [],
      trustedProxies: [],
      databaseAdminUrl: GOOD['DATABASE_URL'],
      migrateOnStart: true,
      accessTokenTtlSeconds: 900,
      graphApiUrl: 'https://graph.facebook.com',
      graphApiVersion: 'v25.0',
      logLevel: 'info',
      docs: true,
      firstAdmin: undefined,
      metaVerifyToken: undefined,
    });
    expect(config.encryptionKeys).toEqual([KEY]);
  });

  it('is closer to home in the sandbox: loopback, its pages, long tokens', () => {
    expect(loadConfig(GOOD, 'sandbox')).toMatchObject({
      host: '127.0.0.1',
      corsOrigins: 'loopback',
      accessTokenTtlSeconds: 43_200,
      logLevel: 'warn',
    });
  });

  it('names every problem at once and no value', () => {
    const wrong = {
      DATABASE_URL: 'mysql://hidden-value',
      JWT_SECRET: 'hidden-value',
      ENCRYPTION_KEYS: '',
      META_APP_SECRET: ' ',
      PORT: '99999',
      LOG_LEVEL: 'loud',
      CORS_ORIGINS: 'https://a.kz/,*',
      TRUSTED_PROXIES: 'proxy.internal',
      GRAPH_API_VERSION: '25',
      MIGRATE_ON_START: 'maybe',
      ACCESS_TOKEN_TTL: '5',
      PUBLIC_URL: 'ftp://hidden-value',
      FIRST_ADMIN_EMAIL: 'a@b.kz',
    };
    const problems = problemsOf(wrong);
    expect(new Set(problems.map((problem) => problem.split(' ')[0] ?? ''))).toEqual(new Set(Object.keys(wrong)));
    expect(problems.join('\n')).not.toContain('hidden-value');
  });

  it.each([
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['PORT', '65536'],
    ['CORS_ORIGINS', 'https://desk.shop.kz/'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['PUBLIC_URL', 'wa.shop.kz'],
    ['PUBLIC_URL', 'https://wa.shop.kz/?a=1'],
    ['TRUSTED_PROXIES', '10.0.0.0/40'],
    ['GRAPH_API_URL', 'file:///etc/passwd'],
    ['HTTPS_PROXY', 'socks5://proxy:1080'],
    ['DOCS', 'yes'],
    ['DATABASE_ADMIN_URL', 'http://db/wa'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
  });

  it('blames a wrong DATABASE_URL once, not the admin URL that falls back to it', () => {
    expect(problemsOf({ DATABASE_URL: 'nonsense' })).toEqual([expect.stringMatching(/^DATABASE_URL must be/)]);
  });
});

describe('secrets', () => {
  it.each([
    ['JWT_SECRET', 'short'],
    ['JWT_SECRET', 'a'.repeat(64)],
    ['JWT_SECRET', 'change-me-change-me-change-me-change-me'],
    ['JWT_SECRET', 'your-256-bit-secret-0123456789-abcdefghij'],
    ['ENCRYPTION_KEYS', Buffer.alloc(32).toString('base64')],
    ['ENCRYPTION_KEYS', Buffer.alloc(16, 'x').toString('base64')],
    ['ENCRYPTION_KEYS', `${KEY.toString('base64')},short`],
    ['ENCRYPTION_KEYS', `not base64 at all: ${KEY.toString('base64')}`],
    ['ENCRYPTION_KEYS', ','],
    ['META_APP_SECRET', ','],
    ['META_APP_SECRET', 'too-short'],
    ['META_APP_SECRET', '<the app secret of the dashboard>'],
    ['META_VERIFY_TOKEN', 'token'],
    ['META_VERIFY_TOKEN', 'your-verify-token-here'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
  });

  it('takes several app secrets and keys in base64 and hex', () => {
    const config = loadConfig(
      {
        ...GOOD,
        META_APP_SECRET: `${GOOD['META_APP_SECRET']}, 00112233445566778899aabbccddeeff`,
        ENCRYPTION_KEYS: `${KEY.toString('hex')},${KEY.toString('base64url')}`,
      },
      'production',
    );
    expect(config.metaAppSecrets).toHaveLength(2);
    expect(config.encryptionKeys).toEqual([KEY, KEY]);
  });

  it('refuses the logins of the sandbox and half a first admin', () => {
    const email = 'admin@example.com';
    expect(problemsOf({ FIRST_ADMIN_EMAIL: email, FIRST_ADMIN_PASSWORD: 'sandbox-demo' })).toHaveLength(1);
    expect(problemsOf({ FIRST_ADMIN_EMAIL: email, FIRST_ADMIN_PASSWORD: 'change-me-please' })).toHaveLength(1);
    expect(problemsOf({ FIRST_ADMIN_EMAIL: email, FIRST_ADMIN_PASSWORD: 'short' })).toHaveLength(1);
    expect(problemsOf({ FIRST_ADMIN_EMAIL: email })).toHaveLength(1);
    expect(problemsOf({ FIRST_ADMIN_EMAIL: email, FIRST_ADMIN_PASSWORD: 'корова на льду 7' })).toEqual([]);
  });
});

describe('<NAME>_FILE', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'config-'));
    writeFileSync(join(folder, 'jwt'), `${GOOD['JWT_SECRET']}\n`);
    writeFileSync(join(folder, 'empty'), '\n');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives a secret from a file, without the line break at its end', () => {
    const config = loadConfig({ ...GOOD, JWT_SECRET: undefined, JWT_SECRET_FILE: join(folder, 'jwt') }, 'production');
    expect(config.jwtSecret).toBe(GOOD['JWT_SECRET']);
  });

  it('is refused beside the variable itself, when the file is missing and when it is empty', () => {
    const file = join(folder, 'jwt');
    expect(problemsOf({ JWT_SECRET_FILE: file })).toEqual(['JWT_SECRET and JWT_SECRET_FILE are both set; keep one']);
    expect(problemsOf({ JWT_SECRET: '', JWT_SECRET_FILE: join(folder, 'nothing') })).toEqual([
      'JWT_SECRET_FILE names a file that cannot be read',
    ]);
    expect(problemsOf({ META_VERIFY_TOKEN_FILE: join(folder, 'empty') })).toEqual([
      'META_VERIFY_TOKEN_FILE names an empty file',
    ]);
  });
});

describe('loadDatabaseConfig', () => {
  it('needs the database alone', () => {
    expect(
      loadDatabaseConfig({ DATABASE_URL: 'postgres://a@b/c', DATABASE_ADMIN_URL: 'postgres://d@b/c' }),
    ).toMatchObject({
      databaseUrl: 'postgres://a@b/c',
      databaseAdminUrl: 'postgres://d@b/c',
    });
    expect(() => loadDatabaseConfig({})).toThrow(/DATABASE_URL is missing/);
  });
});
