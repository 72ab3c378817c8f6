import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dropDatabase, ensureDatabase } from '../../src/database/embedded/database-admin.js';
import { EmbeddedCluster } from '../../src/database/embedded/embedded-cluster.js';
import { processIdentity } from '../../src/database/embedded/process-identity.js';
import { SandboxClient } from '../support/sandbox-client.js';
import { SandboxProcess } from '../support/sandbox-process.js';
import { createTestDatabase } from '../support/test-database.js';
import { makeTestFolder } from '../support/test-folder.js';

/** A stop and a start, on a machine that is busy with other suites. */
const LONG_MS = 60_000;

const OPERATOR = { email: 'operator@example.com', password: 'sandbox-demo' };

const isAlive = (pid: number): boolean => processIdentity(pid) !== undefined;

/** All that a start which is refused says; it must end with 1. */
async function refusal(launch: Parameters<typeof SandboxProcess.start>[0]): Promise<string[]> {
  const sandbox = await SandboxProcess.start(launch);
  expect(await sandbox.end()).toBe(1);
  return [...sandbox.lines, ...sandbox.errors];
}

describe('a start that cannot be', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await makeTestFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each(['PORT', 'SIMULATOR_PORT'])('names the %s that is taken, and makes nothing', async (variable) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await refusal({ folder, environment: { [variable]: String(port) } })).toEqual([
      `Port ${port} is in use or not allowed: choose another with ${variable}=${port + 1} npm start.`,
    ]);
    expect(await readdir(folder)).toEqual([]);
    other.close();
  });

  it('leaves a database that is no sandbox as it is', async () => {
    const database = await createTestDatabase();
    expect(await refusal({ folder, args: ['--fresh'], environment: { DATABASE_URL: database.url } })).toEqual([
      expect.stringMatching(/^The database test_\w+ is neither empty nor a sandbox's/),
    ]);
    await database.drop();
  });

  it('knows no other argument', async () => {
    expect(await refusal({ folder, args: ['--frech'] })).toEqual([
      'Unknown argument "--frech": the only one is --fresh (npm start -- --fresh).',
    ]);
  });
});

describe('a sandbox on what is named', () => {
  it(
    'uses that database and that Graph API, and starts neither its own PostgreSQL nor the simulator',
    async () => {
      const adminUrl = process.env['TEST_DATABASE_ADMIN_URL'] ?? '';
      const name = `sandbox_${randomBytes(6).toString('hex')}`;
      await ensureDatabase(adminUrl, name);
      const folder = await makeTestFolder();
      const url = new URL(adminUrl);
      url.pathname = `/${name}`;
      const environment = { DATABASE_URL: url.href, GRAPH_API_URL: 'http://127.0.0.1:9' };
      const sandbox = await SandboxProcess.start({ folder, environment });
      expect(sandbox.errors).toEqual([]);
      expect(sandbox.banner[0]).toContain('GRAPH_API_URL is set, so messages go to http://127.0.0.1:9');
      expect(sandbox.simulatorUrl).toBe('');
      expect(await readdir(folder)).toEqual(['secrets.json']);
      expect((await new SandboxClient(sandbox).history(123)).body).toMatchObject({ total: 150 });
      expect(await sandbox.end('SIGTERM')).toBe(0);
      await dropDatabase(adminUrl, name);
      await rm(folder, { recursive: true });
    },
    LONG_MS,
  );
});

describe('stop and start', () => {
  let folder: string;
  let sandbox: SandboxProcess;

  beforeAll(async () => {
    folder = await makeTestFolder();
    sandbox = await SandboxProcess.start({ folder });
  }, LONG_MS);

  afterAll(async () => {
    await sandbox.end();
    await EmbeddedCluster.remove(join(folder, 'postgres'));
    await rm(folder, { recursive: true });
  }, LONG_MS);

  it('lets nobody else into its folder', async () => {
    expect(await refusal({ folder })).toEqual([expect.stringMatching(/in use by process \d+/)]);
  });

  it(
    'leaves no process after Ctrl-C, and keeps data and tokens',
    async () => {
      const { token } = sandbox;
      const client = new SandboxClient(sandbox);
      const processes = sandbox.processes();
      expect(processes.length).toBeGreaterThan(2);
      const { body: before } = await client.history(123);
      expect(await sandbox.end('SIGINT')).toBe(0);
      expect(processes.filter(isAlive)).toEqual([]);
      // No log line either: a stop is no failure of anything.
      expect(sandbox.lines.filter((line) => line.startsWith('{'))).toEqual([]);
      sandbox = await SandboxProcess.start({ folder });
      expect(sandbox.errors).toEqual([]);
      const again = new SandboxClient(sandbox);
      // One more: at every start the customer of the example writes.
      expect((await again.history(123, token)).body['total']).toBe(Number(before['total']) + 1);
      expect((await again.send(123)).status).toBe(200);
    },
    LONG_MS,
  );

  it(
    'goes on at the time it was moved to, and opens the windows that ran out meanwhile',
    async () => {
      const moved = new SandboxClient(sandbox);
      await moved.call('POST', '/control/clock', { advanceSeconds: 24 * 3600 });
      const { accessToken } = (await moved.call('POST', '/api/auth/login', OPERATOR)).body;
      expect((await moved.send(204)).body['code']).toBe('TOKEN_EXPIRED');
      await sandbox.end();
      sandbox = await SandboxProcess.start({ folder });
      expect(sandbox.banner.join('\n')).toContain('Clock       24.0 h ahead');
      const client = new SandboxClient(sandbox);
      expect((await client.history(123, String(accessToken))).status).toBe(200);
      const { status, body } = await client.send(204);
      expect(status).toBe(200);
      expect((await client.history(204)).body.messages?.[0]?.['id']).toBe(body.message?.['id']);
      expect((await client.send(206)).body['code']).toBe('WINDOW_CLOSED');
    },
    LONG_MS,
  );

  it(
    'starts again after kill -9, on the PostgreSQL that was left',
    async () => {
      const processes = sandbox.processes();
      await sandbox.end('SIGKILL');
      sandbox = await SandboxProcess.start({ folder });
      expect(sandbox.lines[0]).toBe('ended a PostgreSQL that was left running by a process that was killed');
      expect(processes.filter(isAlive)).toEqual([]);
      expect((await new SandboxClient(sandbox).send(123)).status).toBe(200);
    },
    LONG_MS,
  );

  it(
    'leaves no PostgreSQL when a second Ctrl-C forces the end',
    async () => {
      const processes = sandbox.processes();
      // A request that never ends holds the server up, and PostgreSQL is stopped after the server.
      const held = connect(Number(new URL(sandbox.apiUrl).port), '127.0.0.1').on('error', () => undefined);
      held.write(
        'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
      );
      await once(held, 'connect');
      sandbox.child.kill('SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 600));
      sandbox.child.kill('SIGINT');
      expect(await sandbox.exited).toBe(130);
      held.destroy();
      for (let tries = 0; processes.some(isAlive) && tries < 200; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      expect(processes.filter(isAlive)).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'begins anew when it is told to',
    async () => {
      const { token } = sandbox;
      sandbox = await SandboxProcess.start({ folder, args: ['--fresh'] });
      const client = new SandboxClient(sandbox);
      expect((await client.history(123, token)).status).toBe(401);
      expect((await client.history(123)).body['total']).toBe(151);
      expect(await sandbox.end('SIGHUP')).toBe(0);
    },
    LONG_MS,
  );
});
