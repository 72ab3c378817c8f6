import { readdir, rm } from 'node:fs/promises';
import { createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answering, BODY, HOST, MediaHosts, saying, URL_TEXT, type Running } from './media-hosts.fixture.js';

let hosts: MediaHosts;
let canary: Running;

beforeAll(async () => {
  hosts = await MediaHosts.create();
});

beforeEach(async () => {
  canary = await hosts.https(answering(200));
});

afterEach(async () => hosts.reset());

afterAll(async () => hosts.remove());

describe('MediaFetcher.fetch against hostile hosts', () => {
  afterEach(async () => expect(await readdir(hosts.folder)).toEqual([]));

  it.each([301, 302, 303, 307, 308, 300, 304])('does not follow a %i', async (status) => {
    const location = `https://${HOST}:${canary.port}/`;
    const server = await hosts.https(answering(status, { location }));
    const result = await hosts.fetcherTo(server).fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination);
    expect(result).toMatchObject({ code: 'MEDIA_UNREACHABLE', reason: expect.stringContaining('redirect') });
    expect([server.requests.length, canary.connections.length]).toEqual([1, 0]);
  });

  it.each([201, 204, 206, 401, 404, 429, 500])('refuses a %i', async (status) => {
    const reason = `The media host answered ${status} instead of 200.`;
    expect(await hosts.fetchFrom(answering(status))).toEqual({ ok: false, code: 'MEDIA_UNREACHABLE', reason });
  });

  it.each([
    ['expired', 'expired'],
    ['wrongName', 'another name'],
  ] as const)('refuses a certificate that is %s', async (name, words) => {
    const server = await hosts.https(answering(200), hosts.certificates[name]);
    const result = await hosts.fetcherTo(server).fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination);
    expect(result).toMatchObject({ code: 'MEDIA_UNREACHABLE', reason: expect.stringContaining(words) });
    expect(server.requests).toHaveLength(0);
  });

  it('refuses a certificate nobody vouches for', async () => {
    const result = await hosts
      .fetcherTo(canary, { ca: undefined })
      .fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination);
    expect(result).toMatchObject({ code: 'MEDIA_UNREACHABLE', reason: expect.stringContaining('trusted') });
    expect(canary.requests).toHaveLength(0);
  });

  it.each([
    ['gzip', gzipSync(BODY)],
    ['br', BODY],
    [Array(100).fill('gzip').join(', '), BODY],
    ['identity, gzip', BODY],
  ])('refuses content in %s', async (encoding, body) => {
    const result = await hosts.fetchFrom(answering(200, { 'content-encoding': encoding }, body));
    expect(result).toMatchObject({ code: 'MEDIA_TOO_LARGE', reason: expect.stringContaining('compressed') });
  });

  it('refuses compression in the transfer', async () => {
    const raw = 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n';
    expect(await hosts.fetchFrom(saying(raw))).toMatchObject({
      code: 'MEDIA_TOO_LARGE',
    });
  });

  it('refuses by the stated length before it reads', async () => {
    const result = await hosts.fetchFrom((_request, response) =>
      response.writeHead(200, { 'content-length': '1001' }).flushHeaders(),
    );
    expect(result).toMatchObject({ code: 'MEDIA_TOO_LARGE' });
  });

  it('hangs up on an endless body', async () => {
    let written = 0;
    let hungUp: Promise<unknown> | undefined;
    const result = await hosts.fetchFrom((_request, response) => {
      const more = (): void => {
        do written += 16 * 1024;
        while (response.write(Buffer.alloc(16 * 1024)));
      };
      hungUp = new Promise((resolve) => response.on('drain', more).on('close', resolve));
      more();
    }, 100_000);
    await hungUp;
    expect(result).toMatchObject({ code: 'MEDIA_TOO_LARGE' });
    // The limit is 100 kB; the rest is what the kernel buffers between two sockets that nobody reads.
    expect(written).toBeLessThan(16 * 1024 * 1024);
  });

  it('refuses a body that ends before its stated length', async () => {
    const result = await hosts.fetchFrom((_request, response) => {
      response.writeHead(200, { 'content-length': '500' });
      response.write(BODY, () => response.destroy());
    });
    expect(result).toMatchObject({ code: 'MEDIA_UNREACHABLE' });
  });

  it.each([
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx'],
    ['a length of letters', 'HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\nxx'],
    ['a flood of headers', `HTTP/1.1 200 OK\r\n${'x-flood: 1\r\n'.repeat(5000)}\r\n`],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n'],
    ['nothing', ''],
  ])('refuses %s', async (_name, raw) => {
    expect(await hosts.fetchFrom(saying(raw))).toMatchObject({
      code: 'MEDIA_UNREACHABLE',
    });
  });

  it('refuses a host that refuses the connection', async () => {
    const closed = await hosts.listen(createTcpServer());
    await hosts.reset();
    const result = await hosts.fetcherTo(closed).fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination);
    expect(result).toMatchObject({ code: 'MEDIA_UNREACHABLE', reason: 'The media host refused the connection.' });
  });

  it.each([
    ['has no address', async (): Promise<string[]> => [], 'no address'],
    [
      'does not exist',
      async (): Promise<string[]> => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
      'exist',
    ],
  ])('refuses a host that %s', async (_name, lookup, words) => {
    const result = await hosts.fetcherTo(canary, { lookup }).fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination);
    expect(result).toMatchObject({ code: 'MEDIA_UNREACHABLE', reason: expect.stringContaining(words) });
  });

  it('keeps addresses and the URL out of its reasons', async () => {
    const results = [
      await hosts.fetcherTo(canary, { ca: undefined }).fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination),
      await hosts
        .fetcherTo(canary, { allowAddress: () => false })
        .fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination),
    ];
    expect(JSON.stringify(results)).not.toMatch(/127\.0\.0\.1|example\.net/);
  });
});

describe('MediaFetcher.fetch at its deadline', () => {
  const slow = { code: 'MEDIA_UNREACHABLE', reason: 'The media host took longer than 0.3 s.' };

  afterEach(async () => expect(await readdir(hosts.folder)).toEqual([]));

  async function fetchAndSeeTheEnd(server: Running): Promise<unknown> {
    const result = await hosts
      .fetcherTo(server, { timeoutMs: 300 })
      .fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination);
    const socket = server.connections[0];
    if (socket && !socket.closed) await new Promise((resolve) => socket.once('close', resolve));
    expect(server.connections).toHaveLength(1);
    return result;
  }

  it('ends a body that drips', async () => {
    const server = await hosts.https((_request, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await fetchAndSeeTheEnd(server)).toMatchObject(slow);
  });

  it('ends headers that drip', async () => {
    const server = await hosts.https((_request, response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => response.socket?.write('x-a: b\r\n'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await fetchAndSeeTheEnd(server)).toMatchObject(slow);
  });

  it('ends a host that answers nothing', async () => {
    expect(await fetchAndSeeTheEnd(await hosts.https(() => {}))).toMatchObject(slow);
  });

  it('ends a host that accepts and never shakes hands, and its socket too', async () => {
    expect(
      await fetchAndSeeTheEnd(await hosts.listen(createTcpServer((socket) => void socket.resume()))),
    ).toMatchObject(slow);
  });

  it('does not blame a host for the time this process stood still', async () => {
    const server = await hosts.https((_request, response) => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_200);
      response.end(BODY);
    });
    const fetcher = hosts.fetcherTo(server, { timeoutMs: 1_000 });
    expect(await fetcher.fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination)).toMatchObject({ ok: true });
    await rm(hosts.destination);
  });

  it('ends a name that never resolves', async () => {
    const lookup = (): Promise<string[]> => new Promise(() => {});
    const fetcher = hosts.fetcherTo(canary, { lookup, timeoutMs: 300 });
    expect(await fetcher.fetch(URL_TEXT, { maxBytes: 1000 }, hosts.destination)).toMatchObject(slow);
    expect(canary.connections).toHaveLength(0);
  });
});
