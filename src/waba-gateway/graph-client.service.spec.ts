import { afterEach, beforeAll, describe, it, expect } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { RequestListener, createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { AddressInfo, Server, Socket, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { GraphClientOptions } from './graph-client.options.js';
import { GraphClientService } from './graph-client.service.js';
import { buildSendBody } from './protocol/send-body.js';

const channel = { phoneNumberId: '106540352242922', accessToken: 'EAAtoken' };
const body = buildSendBody({
  type: 'text',
  to: { waId: '77011234567' },
  attemptId: 'a',
  content: 'Привет',
  details: {},
  caption: null,
  filename: null,
  mediaId: null,
});
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    sockets.forEach((socket) => socket.destroy());
    return new Promise((resolve) => server.close(() => resolve()));
  });
  return (server.address() as AddressInfo).port;
}

interface Seen {
  method: string;
  url: string;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

/** A Graph that answers as told and keeps what it was asked. */
async function aGraph(answer: RequestListener): Promise<{ port: number; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      answer(request, response);
    });
  });
  return { port: await listen(server), seen };
}

function client(port: number, options: Partial<GraphClientOptions> = {}): GraphClientService {
  const service = new GraphClientService({ baseUrl: `http://127.0.0.1:${port}/`, version: 'v25.0', ...options });
  stops.push(() => service.onApplicationShutdown());
  return service;
}

function replying(status: number, text: string, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(text);
}

const ok = JSON.stringify({ contacts: [{ wa_id: '77011234567' }], messages: [{ id: 'wamid.1' }] });

describe('GraphClientService.sendMessage', () => {
  it('posts the body with the token and reads the wamid', async () => {
    const { port, seen } = await aGraph(replying(200, ok));
    expect(await client(port).sendMessage(channel, body)).toEqual({
      kind: 'accepted',
      wamid: 'wamid.1',
      waId: '77011234567',
    });
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/v25.0/106540352242922/messages',
        headers: { authorization: 'Bearer EAAtoken', 'content-type': 'application/json' },
      },
    ]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(body);
  });

  it.each<[string, number, string, Record<string, unknown>]>([
    [
      'a Graph error',
      400,
      '{"error":{"message":"(#100) Invalid","code":100,"error_data":{"details":"d"},"fbtrace_id":"A"}}',
      { kind: 'refused', httpStatus: 400, error: { code: 100, title: 'Invalid', details: 'd', fbtraceId: 'A' } },
    ],
    [
      'an error_data that is text',
      400,
      '{"error":{"code":1,"error_data":"d"}}',
      { kind: 'refused', error: { details: 'd' } },
    ],
    ['a Graph error with 503', 503, '{"error":{"code":131016}}', { kind: 'refused', httpStatus: 503 }],
    ['garbage with 200', 200, 'OK', { kind: 'uncertain' }],
    ['nothing with 200', 200, '', { kind: 'uncertain' }],
    ['200 without a wamid', 200, '{"messages":[{}]}', { kind: 'uncertain', reason: 'HTTP 200 without a wamid' }],
    ['an HTML page with 502', 502, '<html>', { kind: 'uncertain', reason: 'HTTP 502 without a Graph error' }],
    ['nothing with 504', 504, '', { kind: 'uncertain' }],
    [
      'more than 1 MiB',
      200,
      ok + ' '.repeat(1024 * 1024),
      { kind: 'uncertain', reason: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' },
    ],
  ])('reads %s', async (_name, status, text, expected) => {
    const { port, seen } = await aGraph(replying(status, text));
    expect(await client(port).sendMessage(channel, body)).toMatchObject(expected);
    expect(seen).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    const { port, seen } = await aGraph(replying(307, '', { location: '/elsewhere' }));
    expect((await client(port).sendMessage(channel, body)).kind).toBe('uncertain');
    expect(seen).toHaveLength(1);
  });

  it.each<[string, RequestListener]>([
    ['before its answer', (request) => request.socket.destroy()],
    ['with a reset', (request) => request.socket.resetAndDestroy()],
    [
      'in the middle of its answer',
      (request, response) => {
        response.writeHead(200, { 'content-length': 1000 }).write(ok, () => request.socket.destroy());
      },
    ],
  ])('is uncertain when the connection ends %s, and asks only once', async (_name, answer) => {
    const { port, seen } = await aGraph(answer);
    expect((await client(port).sendMessage(channel, body)).kind).toBe('uncertain');
    expect(seen).toHaveLength(1);
  });

  it('is uncertain when a kept connection is closed under the next request', async () => {
    let count = 0;
    const { port, seen } = await aGraph((request, response) => {
      count += 1;
      if (count === 1) response.end(ok);
      else request.socket.resetAndDestroy();
    });
    const service = client(port);
    expect((await service.sendMessage(channel, body)).kind).toBe('accepted');
    expect((await service.sendMessage(channel, body)).kind).toBe('uncertain');
    expect(seen).toHaveLength(2);
  });

  it.each<[string, RequestListener]>([
    ['silent', () => undefined],
    ['stuck in the middle of its answer', (_request, response) => void response.writeHead(200).write('{')],
  ])('is uncertain when Graph is %s', async (_name, answer) => {
    const { port } = await aGraph(answer);
    const outcome = await client(port, { timeoutMs: 80 }).sendMessage(channel, body);
    expect(outcome).toEqual({ kind: 'uncertain', reason: 'TIMEOUT' });
  });

  it('has sent nothing when nobody listens', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    await stops.pop()?.();
    expect(await client(port).sendMessage(channel, body)).toEqual({ kind: 'unsent', reason: 'ECONNREFUSED' });
  });

  it('has sent nothing when the name does not resolve', async () => {
    const service = client(0, { baseUrl: 'http://graph.invalid', timeoutMs: 2000 });
    expect((await service.sendMessage(channel, body)).kind).toBe('unsent');
  });

  it('has sent nothing when the token cannot be a header, and does not quote it', async () => {
    const { port, seen } = await aGraph(replying(200, ok));
    const outcome = await client(port).sendMessage({ ...channel, accessToken: 'secret\nx: y' }, body);
    expect(outcome).toEqual({ kind: 'unsent', reason: 'UND_ERR_INVALID_ARG' });
    expect(seen).toHaveLength(0);
  });
});

describe('GraphClientService over TLS', () => {
  let pems: { private: string; cert: string };
  const seen: string[] = [];

  beforeAll(async () => {
    pems = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 });
  });

  async function aTlsGraph(): Promise<string> {
    const server = createHttpsServer({ key: pems.private, cert: pems.cert }, (request, response) => {
      seen.push(request.url ?? '');
      response.end(ok);
    });
    return `https://127.0.0.1:${await listen(server)}`;
  }

  it('has sent nothing to a server whose certificate is not trusted', async () => {
    const service = client(0, { baseUrl: await aTlsGraph() });
    expect(await service.sendMessage(channel, body)).toEqual({ kind: 'unsent', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(seen).toEqual([]);
  });

  it('has sent nothing when the connection closes or stays silent during the handshake', async () => {
    const closing = await listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    const silent = await listen(createTcpServer());
    const closed = client(0, { baseUrl: `https://127.0.0.1:${closing}` });
    const mute = client(0, { baseUrl: `https://127.0.0.1:${silent}`, timeoutMs: 80 });
    expect((await closed.sendMessage(channel, body)).kind).toBe('unsent');
    expect(await mute.sendMessage(channel, body)).toEqual({ kind: 'unsent', reason: 'TIMEOUT' });
  });

  it('goes through the proxy, and has sent nothing where that refuses or closes', async () => {
    const asked: string[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      if (asked.length === 1) socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      else socket.destroy();
    });
    const proxyUrl = `http://user:secret@127.0.0.1:${await listen(proxy)}`;
    const service = client(0, { baseUrl: 'https://graph.example', proxyUrl });
    expect((await service.sendMessage(channel, body)).kind).toBe('unsent');
    expect(await service.sendMessage(channel, body)).toEqual({ kind: 'unsent', reason: 'PROXY_TUNNEL' });
    expect(asked).toEqual(['graph.example:443', 'graph.example:443']);
  });

  it('tunnels to the real server and checks its certificate there', async () => {
    const { connect } = await import('node:net');
    const proxy = createHttpServer();
    proxy.on('connect', (request, socket) => {
      const [host, port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    const proxyUrl = `http://127.0.0.1:${await listen(proxy)}`;
    const service = client(0, { baseUrl: await aTlsGraph(), proxyUrl });
    expect(await service.sendMessage(channel, body)).toEqual({ kind: 'unsent', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  it('does not use the proxy for a plain http server', async () => {
    const { port } = await aGraph(replying(200, ok));
    const service = client(port, { proxyUrl: 'http://127.0.0.1:1' });
    expect((await service.sendMessage(channel, body)).kind).toBe('accepted');
  });
});

describe('GraphClientService.uploadMedia', () => {
  it('sends a buffer as a multipart form', async () => {
    const { port, seen } = await aGraph(replying(200, '{"id":"806"}'));
    const file = { content: Buffer.from('%PDF-1.7'), mimeType: 'application/pdf', filename: 'счёт "1".pdf' };
    expect(await client(port).uploadMedia(channel, file)).toEqual({ kind: 'uploaded', mediaId: '806' });
    const [request] = seen;
    expect(request?.url).toBe('/v25.0/106540352242922/media');
    expect(request?.headers['content-length']).toBe(String(Buffer.byteLength(request?.body ?? '')));
    const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(String(request?.headers['content-type']))?.[1];
    const parts = request?.body.split(`--${boundary}`).map((part) => part.trim());
    expect(parts).toEqual([
      '',
      'Content-Disposition: form-data; name="messaging_product"\r\n\r\nwhatsapp',
      'Content-Disposition: form-data; name="type"\r\n\r\napplication/pdf',
      'Content-Disposition: form-data; name="file"; filename="счёт %221%22.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7',
      '--',
    ]);
  });

  it('sends a file from disk', async () => {
    const { port, seen } = await aGraph(replying(200, '{"id":"807"}'));
    const folder = await mkdtemp(join(tmpdir(), 'graph-client-'));
    stops.push(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'a'), 'x'.repeat(300_000));
    const file = { content: { path: join(folder, 'a') }, mimeType: 'image/png', filename: 'a.png' };
    expect(await client(port).uploadMedia(channel, file)).toEqual({ kind: 'uploaded', mediaId: '807' });
    expect(seen[0]?.body).toContain(`Content-Type: image/png\r\n\r\n${'x'.repeat(300_000)}\r\n`);
  });

  it.each<[string, RequestListener, Record<string, unknown>]>([
    ['a refusal', replying(400, '{"error":{"code":100}}'), { kind: 'refused', error: { code: 100 } }],
    ['a page of a proxy', replying(502, '<html>'), { kind: 'failed' }],
    ['a lost answer', (request) => request.socket.destroy(), { kind: 'failed' }],
    ['silence', () => undefined, { kind: 'failed', reason: 'TIMEOUT' }],
  ])('reads %s, and may always be repeated', async (_name, answer, expected) => {
    const { port } = await aGraph(answer);
    const file = { content: Buffer.from('x'), mimeType: 'text/plain', filename: 'a.txt' };
    expect(await client(port, { uploadTimeoutMs: 300 }).uploadMedia(channel, file)).toMatchObject(expected);
  });
});
