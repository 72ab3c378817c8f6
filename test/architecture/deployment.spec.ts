import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const dockerfile = read('Dockerfile');
const compose = read('docker-compose.yml');
const caddyfile = read('docs/deploy/Caddyfile');
const documented = new Set(read('.env.example').match(/^[A-Z_]+(?==)/gm));
/** The service's part of docker-compose.yml, by its indentation. */
const service = (name: string): string =>
  new RegExp(`^ {2}${name}:\\n(?: {4}.*\\n|\\n)+`, 'm').exec(compose)?.[0] ?? '';

describe('Dockerfile', () => {
  it('copies only what the build context lets in', () => {
    const ignored = read('.dockerignore').split('\n');
    expect(ignored[0]).toBe('*');
    for (const [, sources = ''] of dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)) {
      for (const source of sources.split(' ')) expect(ignored).toContain(`!${source}`);
    }
  });

  it('ends in an image without development dependencies and without root', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(dockerfile.match(/^FROM \S+/gm)).toEqual(['FROM node:24-slim', 'FROM node:24-slim', 'FROM node:24-slim']);
    expect(dockerfile).toContain('RUN npm ci --omit=dev');
    expect(last).toContain('COPY --from=dependencies /app/node_modules');
    expect(last).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(last).toContain('/api/health/live');
    expect(last).not.toMatch(/SECRET|PASSWORD|ENCRYPTION_KEYS/);
  });
});

describe('docker-compose.yml', () => {
  it('gives the server variables it reads, and secrets as files that are declared', () => {
    const api = service('api');
    const variables = [...api.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name = '']) => name);
    expect(variables.length).toBeGreaterThan(5);
    for (const name of variables) expect([...documented]).toContain(name.replace(/_FILE$/, ''));
    for (const name of ['DATABASE_URL', 'JWT_SECRET', 'ENCRYPTION_KEYS', 'META_APP_SECRET', 'META_VERIFY_TOKEN']) {
      expect(api).toContain(`${name}_FILE: /run/secrets/${name.toLowerCase()}\n`);
      expect(compose).toContain(`${name.toLowerCase()}: { file: ./secrets/${name.toLowerCase()} }`);
    }
    expect(read('.gitignore').split('\n')).toContain('secrets/');
  });

  it('opens nothing to the outside but Caddy, and writes nowhere but to volumes', () => {
    expect(compose.match(/^ {4}ports:/gm)).toHaveLength(1);
    expect(service('caddy')).toContain('ports:');
    for (const name of ['api', 'database', 'caddy']) {
      expect(service(name)).toMatch(/read_only: true[\s\S]*cap_drop: \[ALL\]/);
      expect(service(name)).toContain('restart: unless-stopped');
    }
  });

  it('runs PostgreSQL 18 with its data where that image keeps it', () => {
    expect(service('database')).toContain('image: postgres:18\n');
    expect(service('database')).toContain('- database:/var/lib/postgresql\n');
  });

  const hasCompose = spawnSync('docker', ['compose', 'version']).status === 0;
  // eslint-disable-next-line jest/no-disabled-tests -- needs a tool that npm does not bring
  const itWithCompose = hasCompose ? it : it.skip;

  itWithCompose('passes "docker compose config" (skipped where docker compose is not installed)', () => {
    const { status, stderr } = spawnSync('docker', ['compose', 'config', '--quiet'], {
      cwd: ROOT,
      env: { ...process.env, DOMAIN: 'wa.shop.kz' },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('Caddyfile', () => {
  const open = (/@open path (.*)$/m.exec(caddyfile)?.[1] ?? '').split(' ');

  it('lets through what Meta and the operators need, and administration only when told to', () => {
    expect(open).toEqual(
      expect.arrayContaining([
        '/api/waba/*',
        '/api/auth/*',
        '/api/docs',
        '/api/docs/*',
        '/api/openapi.json',
        '/api/client.tgz',
        '/api/errors/*',
      ]),
    );
    expect(open).toContain('/api/health/live');
    expect(open.join(' ')).not.toMatch(/admin|ready|metrics|^\/\*/);
    expect(open.at(-1)).toBe('{$ADMIN_PATHS}');
    expect(service('caddy')).toContain('ADMIN_PATHS: ${ADMIN_PATHS:-}');
    expect(caddyfile).toMatch(/handle \{\s*respond 404/);
  });

  it('does not hold events back', () => {
    expect(caddyfile).toContain('flush_interval -1');
  });
});
