import { afterEach, describe, expect, it } from '@jest/globals';
import { RawWebSocket } from '../support/raw-websocket.js';
import { productionEnvironment, ServerProcess } from '../support/server-process.js';
import { type Frame, SseClient, WsClient } from '../support/stream-clients.js';
import { createTestDatabase } from '../support/test-database.js';

const ADMIN = { email: 'admin@shop.kz', password: 'correct horse battery' };
const isBye = ({ type }: Frame): boolean => type === 'bye';
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

describe('a server with open streams', () => {
  it('on SIGTERM says goodbye to all of them and exits with 0, whether they let go or not', async () => {
    const database = await createTestDatabase();
    cleanUps.push(() => database.drop());
    const server = new ServerProcess('main.ts', {
      ...productionEnvironment(database.url),
      FIRST_ADMIN_EMAIL: ADMIN.email,
      FIRST_ADMIN_PASSWORD: ADMIN.password,
    });
    cleanUps.push(async () => {
      server.signal('SIGKILL');
      await server.exited;
    });
    const url = await server.url();
    const login = await fetch(`${url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ADMIN),
    });
    const { accessToken: token } = (await login.json()) as { accessToken: string };

    const sse = await SseClient.open(url, { token });
    const ws = await WsClient.open(url, { token });
    await ws.hello();
    // It never answers a closing frame, nor does it hang up.
    const deaf = RawWebSocket.open(url, token);
    await deaf.heard('101 Switching Protocols');
    const nameless = RawWebSocket.open(url, undefined);
    await nameless.heard('101 Switching Protocols');
    const poll = fetch(`${url}/api/waba/operator/events?wait=25`, { headers: { authorization: `Bearer ${token}` } });

    // By the time these are answered, the poll has come as well.
    for (let round = 0; round < 2; round += 1) await (await fetch(`${url}/api/health/live`)).text();
    server.signal('SIGTERM');
    expect([await sse.until(isBye), await ws.until(isBye)]).toEqual([
      { type: 'bye', reason: 'shutdown', retryMs: expect.any(Number) },
      { type: 'bye', reason: 'shutdown', retryMs: expect.any(Number) },
    ]);
    expect((await ws.closed).code).toBe(1001);
    expect([await deaf.closed, await nameless.closed]).toEqual([1001, 1001]);
    // Who was waiting gets what there is: nothing, and where to go on.
    expect(await (await poll).json()).toMatchObject({ events: [], lastId: expect.any(String) });
    await sse.ended;
    expect((await server.exited).code).toBe(0);
  });
});
