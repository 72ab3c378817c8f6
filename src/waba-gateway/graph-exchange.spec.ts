import { afterEach, describe, it, expect } from '@jest/globals';
import { createServer as createHttpsServer } from 'node:https';
import { AddressInfo, Server, Socket, connect, createServer as createTcpServer } from 'node:net';
import { generate } from 'selfsigned';
import { Agent } from 'undici';
import { exchange } from './graph-exchange.js';

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(() => {
  sockets.forEach((socket) => socket.destroy());
  servers.splice(0).forEach((server) => server.close());
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('exchange', () => {
  it('writes nothing of a request that may no longer leave once it is connected', async () => {
    let bytes = 0;
    const server = createTcpServer((socket) => socket.on('data', (chunk) => (bytes += chunk.length)));
    const origin = `http://127.0.0.1:${await listen(server)}`;
    const agent = new Agent();
    const call = { origin, path: '/', headers: {}, body: 'x', timeoutMs: 5_000, mayLeave: () => false };
    expect(await exchange(agent, call)).toEqual({ kind: 'unsent', reason: 'TOO_LATE' });
    await agent.close();
    expect(bytes).toBe(0);
  });

  it('never writes a request it has called unsent, even when the connection comes about later', async () => {
    const pems = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 });
    const paths: string[] = [];
    const graph = createHttpsServer({ key: pems.private, cert: pems.cert }, (request, response) => {
      paths.push(request.url ?? '');
      response.end('{}');
    });
    const graphPort = await listen(graph);
    let isOpen = false;
    const waiting: Socket[] = [];
    const bridge = (socket: Socket) => socket.pipe(connect(graphPort, '127.0.0.1')).pipe(socket);
    const gate = createTcpServer((socket) => (isOpen ? bridge(socket) : waiting.push(socket)));
    const origin = `https://127.0.0.1:${await listen(gate)}`;
    const agent = new Agent({ connect: { rejectUnauthorized: false } });
    const call = { origin, headers: {}, body: 'x' };

    expect(await exchange(agent, { ...call, path: '/late', timeoutMs: 80 })).toEqual({
      kind: 'unsent',
      reason: 'TIMEOUT',
    });
    isOpen = true;
    // Connected at last, undici finds the request dropped and hangs up.
    await Promise.all(waiting.map((socket) => new Promise((resolve) => bridge(socket.once('close', resolve)))));
    const next = await exchange(agent, { ...call, path: '/next', timeoutMs: 20_000 });

    expect(next).toEqual({ kind: 'answered', answer: { status: 200, body: '{}' } });
    expect(paths).toEqual(['/next']);
    await agent.destroy();
  });
});
