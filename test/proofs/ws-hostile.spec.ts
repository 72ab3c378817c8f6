import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPCODE, type RawFrame, rawFrame, RawWebSocket } from '../support/raw-websocket.js';
import { productionEnvironment, ServerProcess } from '../support/server-process.js';
import { WsClient } from '../support/stream-clients.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ADMIN = { email: 'admin@shop.kz', password: 'correct horse battery' };
const HELLO: RawFrame = { opcode: OPCODE.text, payload: '{"type":"hello"}' };
/** What an attack may add to the server's memory for good. */
const MAX_GROWTH_KIB = 16 * 1024;
const KIB = 1024;
const run = promisify(execFile);

/** The server is a process of its own, so that its memory is its own. */
describe('hostile clients of the WebSocket door', () => {
  let database: TestDatabase;
  let server: ServerProcess;
  let url: string;
  let token: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    server = new ServerProcess('main.ts', {
      ...productionEnvironment(database.url),
      TRUSTED_PROXIES: '127.0.0.1',
      FIRST_ADMIN_EMAIL: ADMIN.email,
      FIRST_ADMIN_PASSWORD: ADMIN.password,
    });
    url = await server.url();
    const response = await fetch(`${url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ADMIN),
    });
    token = ((await response.json()) as { accessToken: string }).accessToken;
  });
  afterAll(async () => {
    server?.signal('SIGTERM');
    const exit = await server?.exited;
    await database?.drop();
    // Nothing of it was an error of ours, and nobody's words were written down.
    expect(exit?.code).toBe(0);
    expect(exit?.stdout).not.toMatch(/"level":(50|60)|eyJ|Привет/);
  });

  const open = async (behind?: Buffer): Promise<RawWebSocket> => {
    const raw = RawWebSocket.open(url, token, behind);
    await raw.heard('101 Switching Protocols');
    return raw;
  };
  const memory = async (): Promise<number> =>
    Number((await run('ps', ['-o', 'rss=', '-p', String(server.pid)])).stdout);
  const isWell = async (): Promise<void> => {
    const client = await WsClient.open(url, { token });
    await client.hello();
    await client.close();
  };
  const text = (payload: string | Buffer, more: Partial<RawFrame> = {}): RawFrame => ({
    opcode: OPCODE.text,
    payload,
    ...more,
  });

  it.each<[string, RawFrame[], number]>([
    ['a frame of 1 MB', [text('x'.repeat(1_000_000))], 1009],
    ['a frame one byte too long', [text(' '.repeat(16 * KIB + 1))], 1009],
    [
      'a message too long in two frames',
      [text(' '.repeat(16 * KIB), { fin: false }), { opcode: 0, payload: ' ' }],
      1009,
    ],
    ['a length of 2^63 - 1', [text('', { length: Number.MAX_SAFE_INTEGER })], 1009],
    ['bytes that are not UTF-8', [text(Buffer.from([0xc3, 0x28]))], 1007],
    ['half a surrogate', [text(Buffer.from([0xed, 0xa0, 0x80]))], 1007],
    ['an unmasked frame', [text('{"type":"hello"}', { masked: false })], 1002],
    ['the first reserved bit, which compression would use', [text('{}', { reserved: 4 })], 1002],
    ['the other reserved bits', [text('{}', { reserved: 3 })], 1002],
    ['an unknown opcode', [{ opcode: 3, payload: '{}' }], 1002],
    ['an unknown control opcode', [{ opcode: 11 }], 1002],
    ['a continuation of nothing', [{ opcode: OPCODE.continuation, payload: '{}' }], 1002],
    ['a message within a message', [text('{', { fin: false }), text('{}')], 1002],
    ['a ping in two parts', [{ opcode: OPCODE.ping, fin: false }], 1002],
    ['a ping of 126 bytes', [{ opcode: OPCODE.ping, payload: 'x'.repeat(126) }], 1002],
    ['a close of one byte', [{ opcode: OPCODE.close, payload: 'x' }], 1002],
    ['a close with a code there is none of', [{ opcode: OPCODE.close, payload: Buffer.from([0x03, 0xec]) }], 1002],
  ])('are sent away for %s', async (_, frames, code) => {
    const raw = await open();
    raw.send(...frames);
    expect(await raw.closed).toBe(code);
  });

  it('may say a lot at once, and are then sent away: pings, pongs, texts, bytes', async () => {
    for (const frame of [
      { opcode: OPCODE.ping, payload: 'x' },
      { opcode: OPCODE.pong },
      text('{"type":"hello"}'),
      { opcode: OPCODE.binary, payload: 'x' },
    ]) {
      const raw = await open();
      raw.send(...Array.from({ length: 10_000 }, () => frame));
      expect(await raw.closed).toBe(1008);
    }
    await isWell();
  });

  it('cost no memory with a hundred thousand fragments, of one byte or of none', async () => {
    const attack = async (payload: string): Promise<void> => {
      const raw = await open();
      raw.send(text('{', { fin: false }));
      const fragment = rawFrame({ opcode: OPCODE.continuation, payload, fin: false });
      raw.socket.write(Buffer.concat(Array.from({ length: 100_000 }, () => fragment)));
      expect([1008, 1009]).toContain(await raw.closed);
    };
    await attack('x');
    const before = await memory();
    for (let round = 0; round < 10; round += 1) await attack(round % 2 === 0 ? 'x' : '');
    expect((await memory()) - before).toBeLessThan(MAX_GROWTH_KIB);
    await isWell();
  });

  it('cost no memory with floods of large frames and pings from many connections', async () => {
    const attack = async (): Promise<void> => {
      const raws = await Promise.all(Array.from({ length: 5 }, () => open()));
      for (const raw of raws) {
        raw.send(HELLO, ...Array.from({ length: 10_000 }, () => ({ opcode: OPCODE.ping, payload: 'x'.repeat(125) })));
        raw.send(text('x'.repeat(1_000_000)));
      }
      await Promise.all(raws.map(({ closed }) => closed));
    };
    await attack();
    const before = await memory();
    for (let round = 0; round < 5; round += 1) await attack();
    expect((await memory()) - before).toBeLessThan(MAX_GROWTH_KIB);
    await isWell();
  });

  it('are understood byte by byte, and right behind the handshake', async () => {
    const raw = await open(rawFrame({ opcode: OPCODE.ping, payload: 'at once' }));
    await raw.heard('at once');
    raw.socket.setNoDelay();
    for (const byte of rawFrame(HELLO)) {
      await new Promise<void>((resolve) => {
        raw.socket.write(Buffer.from([byte]), () => resolve());
      });
    }
    await raw.heard('"ready"');
    raw.destroy();
  });

  it('are cut off when they do not let go after our goodbye', async () => {
    const raw = await open();
    raw.send(...Array.from({ length: 30 }, () => HELLO));
    await raw.heard('too many frames');
    const began = performance.now();
    const flood = setInterval(() => raw.send(HELLO), 50);
    await raw.closed;
    clearInterval(flood);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('are sent away after ten seconds of silence, whoever they are, and no more than 500 may be silent, 50 of an address', async () => {
    const named = await open();
    const slow = await open();
    slow.socket.write(rawFrame(HELLO).subarray(0, 5));
    const from = (address: number): string[] => [`X-Forwarded-For: 203.0.113.${address}`];
    const nameless = Array.from({ length: 500 }, (_, index) =>
      RawWebSocket.open(url, undefined, undefined, from(Math.floor(index / 50))),
    );
    await Promise.all(nameless.map((raw) => raw.heard('101 Switching Protocols')));
    const { status, body } = await WsClient.refused(url);
    expect([status, body['code']]).toEqual([503, 'TOO_MANY_STREAMS']);
    await isWell();
    expect([await named.closed, await slow.closed]).toEqual([4408, 4408]);
    expect(new Set(await Promise.all(nameless.map(({ closed }) => closed)))).toEqual(new Set([4401]));
    const late = await WsClient.open(url);
    await late.hello({ token });
    await late.close();
  }, 120_000);
});
