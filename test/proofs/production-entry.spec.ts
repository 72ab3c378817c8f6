import { randomBytes } from 'node:crypto';
import { createServer, Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { dropDatabase, ensureDatabase } from '../../src/database/embedded/database-admin.js';
import { markMode, readMode } from '../../src/database/installation.js';
import { withClient } from '../../src/database/with-client.js';
import { exchangeRaw, hasWholeAnswer, RawConnection } from '../support/raw-http.js';
import { Exit, productionEnvironment, ServerProcess } from '../support/server-process.js';
import { createTestDatabase } from '../support/test-database.js';

const HOST = 'Host: wa.shop.kz\r\n';
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A migrated database. */
async function database(): Promise<string> {
  const made = await createTestDatabase();
  cleanUps.push(() => made.drop());
  return made.url;
}

/** A database with nothing in it. */
async function emptyDatabase(): Promise<string> {
  const adminUrl = process.env['TEST_DATABASE_ADMIN_URL'] ?? '';
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await ensureDatabase(adminUrl, name);
  cleanUps.push(() => dropDatabase(adminUrl, name));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function start(databaseUrl: string, changes: Record<string, string> = {}): ServerProcess {
  const server = new ServerProcess('main.ts', { ...productionEnvironment(databaseUrl), ...changes });
  cleanUps.push(async () => {
    server.signal('SIGKILL');
    await server.exited;
  });
  return server;
}

/** Runs the entry to its end; it must have refused to start, in words on stderr and without a log. */
async function refusal(databaseUrl: string, changes: Record<string, string> = {}): Promise<string> {
  const { code, stdout, stderr }: Exit = await start(databaseUrl, changes).exited;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  return stderr.trim();
}

describe('main refuses to start', () => {
  it('with everything that is wrong with the configuration at once, and no value of it', async () => {
    const words = await refusal('mysql://hidden-value', {
      JWT_SECRET: 'hidden-value',
      ENCRYPTION_KEYS: 'change-me',
      META_APP_SECRET: '',
      PORT: 'hidden-value',
    });
    for (const name of ['DATABASE_URL', 'JWT_SECRET', 'ENCRYPTION_KEYS', 'META_APP_SECRET', 'PORT']) {
      expect(words).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
    expect(words).not.toContain('hidden-value');
  });

  it('on a database of the sandbox', async () => {
    const url = await database();
    await markMode(url, 'sandbox');
    expect(await refusal(url)).toMatch(/^This database belongs to a sandbox.*\.$/);
    expect(await readMode(url)).toBe('sandbox');
  });

  it('on an old schema, naming what is missing, when it may not migrate', async () => {
    expect(await refusal(await emptyDatabase(), { MIGRATE_ON_START: 'false' })).toMatch(
      /^Migrations are pending \(InitialSchema\d+, .*cli -- migrate.*\.$/,
    );
  });

  it('where the database does not let it in, without the password', async () => {
    const url = new URL(await database());
    url.password = 's3cret';
    expect(await refusal(url.href)).toBe(
      `The database at ${url.host}${url.pathname} does not let us in (wrong user or password).`,
    );
  });

  it('where the port is taken', async () => {
    const { server, port } = await takePort();
    cleanUps.push(() => new Promise((resolve) => server.close(resolve)));
    const { code, stderr } = await start(await database(), { PORT: String(port) }).exited;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(new RegExp(`^Port ${port} .*EADDRINUSE`)),
    });
  });
});

describe('main, once it listens', () => {
  it('migrates once when two start together, and both are ready', async () => {
    const url = await emptyDatabase();
    const servers = [start(url), start(url)];
    const addresses = await Promise.all(servers.map((server) => server.url()));
    const migrated = servers.flatMap((server) => server.entries().filter(({ msg }) => msg === 'migrated'));
    expect(migrated).toHaveLength(1);
    for (const address of addresses) {
      const port = Number(new URL(address).port);
      const live = await exchangeRaw(port, `GET /api/health/live HTTP/1.1\r\n${HOST}\r\n`);
      expect(JSON.parse(live.body)).toEqual({ status: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
      const ready = await exchangeRaw(port, `GET /api/health/ready HTTP/1.1\r\n${HOST}\r\n`);
      expect(JSON.parse(ready.body)).toEqual({
        status: 'ok',
        checks: { database: 'ok', migrations: 'ok', media: 'ok' },
      });
    }
  });

  it('on SIGTERM answers what is in flight, says that it is not ready, and exits with 0', async () => {
    const server = start(await database());
    const port = Number(new URL(await server.url()).port);
    const body = JSON.stringify({ email: 'nobody@shop.kz', password: 'whatever it is' });
    const [inFlight, probe] = [new RawConnection(port), new RawConnection(port)];
    inFlight.write(
      `POST /api/auth/login HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    await inFlight.until((text) => text.includes('100 Continue'));
    probe.write(`GET /api/health/live HTTP/1.1\r\n${HOST}\r\n`);
    await probe.until(hasWholeAnswer);
    probe.write(`GET /api/health/ready HTTP/1.1\r\n${HOST}`);

    server.signal('SIGTERM');
    await server.logged('stopping');
    probe.write('\r\n');
    await probe.closed;
    inFlight.write(body);
    await inFlight.closed;

    expect(probe.received).toMatch(/HTTP\/1\.1 503 .*"status":"failing"/s);
    expect(inFlight.answer()).toMatchObject({ status: 401, body: expect.stringContaining('INVALID_CREDENTIALS') });
    expect(inFlight.answer().headers.get('connection')).toBe('close');
    expect((await server.exited).code).toBe(0);
  });

  it('is ended at once by a second signal', async () => {
    const server = start(await database());
    const port = Number(new URL(await server.url()).port);
    const stuck = new RawConnection(port);
    stuck.write(
      `POST /api/auth/login HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n`,
    );
    await stuck.until((text) => text.includes('100 Continue'));
    server.signal('SIGTERM');
    await server.logged('stopping');
    server.signal('SIGINT');
    expect((await server.exited).code).toBe(130);
    stuck.destroy();
  });

  it('makes the first admin of the environment, whose login works', async () => {
    const server = start(await database(), {
      FIRST_ADMIN_EMAIL: 'boss@shop.kz',
      FIRST_ADMIN_PASSWORD: 'корова на льду 7',
    });
    const response = await fetch(`${await server.url()}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'boss@shop.kz', password: 'корова на льду 7' }),
    });
    expect(await response.json()).toMatchObject({ user: { email: 'boss@shop.kz', role: 'admin' } });
  });
});

describe('cli', () => {
  async function cli(args: string[], environment: Record<string, string>, input = ''): Promise<Exit> {
    const child = new ServerProcess('cli.ts', environment, args);
    child.write(input);
    return child.exited;
  }

  it('shows its usage for a command it does not know, with exit code 2', async () => {
    const [none, unknown, wrong] = await Promise.all([
      cli([], {}),
      cli(['toString'], {}),
      cli(['create-admin', '--nope'], {}),
    ]);
    for (const { code, stdout, stderr } of [none, unknown, wrong]) {
      expect({ code, stdout, stderr }).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('Usage: cli <command>'),
      });
    }
  });

  it('prints secrets that a server starts with', async () => {
    const { stdout } = await cli(['secrets'], {});
    const secrets = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]),
    );
    expect(Object.keys(secrets)).toEqual(['JWT_SECRET', 'ENCRYPTION_KEYS', 'META_VERIFY_TOKEN']);
    const server = start(await database(), secrets as Record<string, string>);
    await server.url();
  });

  it('migrates, maintains and makes an admin, and changes nothing the second time', async () => {
    const url = await emptyDatabase();
    const environment = productionEnvironment(url);
    expect((await cli(['migrate'], { DATABASE_URL: url })).stdout).toMatch(/^Done: InitialSchema/);
    expect((await cli(['migrate'], { DATABASE_URL: url })).stdout).toMatch(/^Nothing to do/);
    await withClient(url, (client) =>
      client.query(`create table events_20200101 partition of events for values from ('2020-01-01') to ('2020-01-02')`),
    );
    expect((await cli(['maintain'], { DATABASE_URL: url })).stdout).toBe('Dropped: events_20200101.\n');
    const first = await cli(
      ['create-admin', '--email', 'boss@shop.kz', '--password-stdin'],
      environment,
      'корова на льду 7\n',
    );
    expect(first).toMatchObject({ code: 0, stdout: 'The admin boss@shop.kz can sign in.\n' });
    const second = await cli(['create-admin', '--email', 'Boss@shop.kz'], environment);
    expect(second).toMatchObject({ code: 1, stdout: expect.stringContaining('exists already') });
  });
});

async function takePort(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}
