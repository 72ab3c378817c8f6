import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { withClient } from '../../src/database/with-client.js';
import { createUsers, signIn } from '../faults/support/fault-users.js';
import { productionEnvironment, ServerProcess } from '../support/server-process.js';
import { stickDisk } from '../support/stuck-disk.js';
import { createTestDatabase } from '../support/test-database.js';
import { startTestDesk, until } from '../support/test-desk.js';
import { makeTestFolder } from '../support/test-folder.js';

const MIB = 1024 * 1024;
const PATH = '/api/waba/operator/media';
const BOUNDARY = 'xBOUNDARYx';
const HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="big.txt"\r\n\r\n`;
const TAIL = `\r\n--${BOUNDARY}--\r\n`;
const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const LINES = Buffer.from('Строка за строкой, и всё это просто текст.\n'.repeat(2000));

const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A form with one text file of at most so many bytes, made while it is sent. */
async function* formOf(size: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(HEAD);
  for (let sent = 0; sent + LINES.length <= size; sent += LINES.length) yield LINES;
  yield Buffer.from(TAIL);
}

async function upload(url: string, token: string, size: number): Promise<number> {
  const response = await fetch(`${url}${PATH}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': FORM_TYPE },
    body: ReadableStream.from(formOf(size)),
    duplex: 'half',
  });
  await response.arrayBuffer();
  return response.status;
}

/** Removed afterwards, with all the files in it. */
async function folderOfFiles(): Promise<string> {
  const folder = await makeTestFolder();
  cleanUps.push(() => rm(folder, { recursive: true }));
  return folder;
}

/** A real server in a process of its own, and an operator of it. */
async function startServer(): Promise<{ url: string; token: string; pid: number }> {
  const database = await createTestDatabase();
  cleanUps.push(() => database.drop());
  await withClient(database.url, createUsers);
  const server = new ServerProcess('main.ts', {
    ...productionEnvironment(database.url),
    MEDIA_DIR: await folderOfFiles(),
  });
  cleanUps.push(async () => {
    server.signal('SIGKILL');
    await server.exited;
  });
  const url = await server.url();
  return { url, token: (await signIn(url)).token, pid: server.pid };
}

async function memoryOf(pid: number, line: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${line}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
}

/** How far a process grows while something is done. The kernel keeps the peak itself, from when it is told to forget the last one. */
async function growthOf(pid: number, deed: () => Promise<unknown>): Promise<number> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
  const before = await memoryOf(pid, 'VmRSS');
  await deed();
  return (await memoryOf(pid, 'VmHWM')) - before;
}

describe('uploads of 100 MiB (D1)', () => {
  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('take no more than 32 MiB of memory', async () => {
    const { url, token, pid } = await startServer();
    // What a process grows by once: code that is compiled, buffers that stay.
    expect(await upload(url, token, 100 * MIB)).toBe(201);
    const statuses: number[] = [];
    const growth = await growthOf(pid, async () => statuses.push(await upload(url, token, 100 * MIB)));
    expect(statuses).toEqual([201]);
    expect(growth / MIB).toBeLessThanOrEqual(32);
  });

  it('are read no faster than the disk takes them', async () => {
    const desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600', LOG_LEVEL: 'error' } });
    cleanUps.push(() => desk.close());
    const folder = await folderOfFiles();
    const { hostname, port } = new URL(desk.app.url);
    const atServer = new Promise<Socket>((resolve) => {
      desk.app.app.getHttpServer().once('connection', resolve);
    });
    const client = connect(Number(port), hostname);
    cleanUps.push(async () => client.destroy());
    const answer = new Promise<string>((resolve) => client.once('data', (data) => resolve(data.toString('latin1'))));
    const count = Math.floor((64 * MIB) / LINES.length);
    const length = HEAD.length + count * LINES.length + TAIL.length;
    client.write(
      `POST ${PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${desk.operator.token}\r\nContent-Type: ${FORM_TYPE}\r\nContent-Length: ${length}\r\n\r\n${HEAD}`,
    );
    for (let sent = 0; sent < 10; sent += 1) client.write(LINES);
    const socket = await atServer;
    await until(
      async () => (await bytesIn(join(desk.app.config.mediaDir, 'tmp'))) > 0,
      () => 'the disk takes bytes',
    );
    const release = await stickDisk(folder);
    for (let sent = 10; sent < count; sent += 1) client.write(LINES);
    client.write(TAIL);
    const read = await onceQuiet(() => socket.bytesRead);
    await release();
    expect(read / MIB).toBeLessThan(4);
    expect(await answer).toMatch(/^HTTP\/1\.1 201 /);
    expect(socket.bytesRead).toBeGreaterThan(length);
  });
});

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A number once it has stood still for a second. Where that is too early it is only smaller. */
async function onceQuiet(ask: () => number): Promise<number> {
  let last = ask();
  for (let quiet = 0; quiet < 20; quiet += 1) {
    await delay(50);
    if (ask() !== last) quiet = 0;
    last = ask();
  }
  return last;
}
