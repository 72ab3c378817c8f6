import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AttemptResult } from '../domain/delivery-state.js';
import { WebhookClient } from './webhook-client.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const PACKED = gzipSync('a'.repeat(1e6));
const sandbox = new WebhookClient({ allowsLoopback: true });
/** For hosts that let us wait to the end. */
const hasty = new WebhookClient({ allowsLoopback: true, timeoutMs: 500 });

describe('WebhookClient', () => {
  const servers: Server[] = [];
  let connections = 0;
  let written = 0;

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    }
  });

  async function listen(handler: RequestListener): Promise<number> {
    [connections, written] = [0, 0];
    const server = createServer(handler);
    server.on('connection', (socket) => {
      connections += 1;
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  const post = (url: string, client = sandbox): Promise<AttemptResult> =>
    client.post({ url, headers: { 'webhook-id': 'a' }, body: '{"id":"a"}', now: NOW });

  const endless: RequestListener = (_, response) => {
    const chunk = Buffer.alloc(16 * 1024, 'a');
    const write = (): void => {
      while (!response.destroyed && response.write(chunk)) written += chunk.length;
    };
    response.on('drain', write);
    write();
  };

  it.each<[string, RequestListener, Partial<AttemptResult>]>([
    ['an answer', (_, response) => response.end('ok'), { status: 200, error: null, answer: null }],
    ['one that never ends', endless, { status: 200, error: null, answer: null }],
    [
      'a refusal that never ends',
      (request, response) => {
        response.statusCode = 500;
        endless(request, response);
      },
      { status: 500, error: 'STATUS', answer: 'no type, at least 65536 bytes' },
    ],
    [
      'one that breaks off',
      (_, response) => response.writeHead(400, { 'content-length': '9' }).write('half', () => response.destroy()),
      { status: 400, error: 'STATUS', answer: 'no type, at least 4 bytes' },
    ],
    [
      'one that is packed',
      (_, response) => response.writeHead(400, { 'content-encoding': 'gzip' }).end(PACKED),
      { status: 400, error: 'STATUS', answer: `no type, packed, ${PACKED.length} bytes` },
    ],
    [
      'one that asks for patience',
      (_, response) => response.writeHead(429, { 'retry-after': '7' }).end(),
      { status: 429, error: 'STATUS', answer: null, retryAfterMs: 7_000 },
    ],
    ['words that are no HTTP', (_, response) => response.socket?.end('hello\r\n\r\n'), { error: 'CONNECTION' }],
    [
      'headers without end',
      (_, response) => response.writeHead(200, { 'x-long': 'a'.repeat(64 * 1024) }).end(),
      { status: null, error: 'CONNECTION' },
    ],
  ])('makes the best of %s', async (_, handler, expected) => {
    expect(await post(`http://127.0.0.1:${await listen(handler)}/hook`)).toMatchObject(expected);
    expect(written).toBeLessThan(8 * 1024 * 1024);
  });

  it.each<[string, RequestListener, Partial<AttemptResult>]>([
    ['answers nothing', () => undefined, { status: null, error: 'TIMEOUT', answer: null }],
    [
      'stops half-way',
      (_, response) => response.writeHead(500, { 'content-length': '9' }).write('half'),
      { status: 500, error: 'STATUS', answer: 'no type, at least 4 bytes' },
    ],
  ])('does not wait for ever for one that %s', async (_, handler, expected) => {
    expect(await post(`http://127.0.0.1:${await listen(handler)}/hook`, hasty)).toMatchObject(expected);
  });

  it('reaches a program on this machine in the sandbox, and nowhere else', async () => {
    const heard: unknown[] = [];
    const port = await listen((request, response) => {
      heard.push([request.method, request.url, request.headers.host, request.headers['webhook-id']]);
      response.end();
    });
    expect(await post(`http://localhost:${port}/hook?a=1`)).toMatchObject({ status: 200, error: null });
    expect(heard).toEqual([['POST', '/hook?a=1', `localhost:${port}`, 'a']]);
    const before = connections;
    for (const client of [new WebhookClient(), new WebhookClient({ allowsLoopback: false })]) {
      for (const url of [`http://localhost:${port}/`, `https://127.0.0.1:${port}/`, 'https://[::1]/']) {
        expect(await post(url, client)).toMatchObject({ status: null, error: 'BLOCKED_ADDRESS' });
      }
    }
    expect(connections).toBe(before);
  });
});
