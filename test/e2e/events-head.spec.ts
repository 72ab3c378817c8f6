import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { StreamRegistry } from '../../src/realtime/connections/stream-registry.service.js';
import { HEARTBEAT_MS } from '../../src/realtime/doors/sse-connection.js';
import { EventFeed } from '../../src/realtime/event-feed.service.js';
import { EVENTS_PATH } from '../support/events-desk.js';
import { RawConnection } from '../support/raw-http.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { until } from '../support/test-desk.js';

const HEADS = 1_000;
const AT_ONCE = 100;
const WAIT_SECONDS = 25;

describe('HEAD requests to the events', () => {
  let app: TestApp;
  let token: string;

  beforeAll(async () => {
    app = await startTestApp({ environment: { ACCESS_TOKEN_TTL: '3600' } });
    token = (await app.signedIn()).token;
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => app.close());

  /** So many requests on one connection, one behind the other without waiting, and all their answers. */
  const ask = async (raw: RawConnection, accept: string, count: number): Promise<void> => {
    const request = [
      `HEAD ${EVENTS_PATH}?wait=${WAIT_SECONDS} HTTP/1.1`,
      'Host: x',
      `Accept: ${accept}`,
      `Authorization: Bearer ${token}`,
    ];
    raw.received = '';
    raw.write(`${request.join('\r\n')}\r\n\r\n`.repeat(count));
    await raw.until((text) => text.endsWith('\r\n\r\n') && text.split('HTTP/1.1 200 OK').length > count);
  };

  it.each(['text/event-stream', 'application/json'])(
    'for %s, a thousand of them, leave no stream, no place, no timer and no listener behind',
    async (accept) => {
      const [feed, registry] = [
        app.app.get(EventFeed, { strict: false }),
        app.app.get(StreamRegistry, { strict: false }),
      ];
      const accepted = once(app.app.getHttpServer(), 'connection');
      const raw = new RawConnection(Number(new URL(app.url).port));
      const [socket] = (await accepted) as [Socket];
      const listeners = (): number => socket.eventNames().reduce((sum, name) => sum + socket.listenerCount(name), 0);
      await ask(raw, accept, 1);
      const before = listeners();
      const [beats, waits] = [jest.spyOn(globalThis, 'setInterval'), jest.spyOn(globalThis, 'setTimeout')];
      const opened = jest.spyOn(feed, 'open');
      for (let asked = 0; asked < HEADS; asked += AT_ONCE) await ask(raw, accept, AT_ONCE);
      expect(opened.mock.calls).toEqual([]);
      expect([feed.openStreams, registry.size]).toEqual([0, 0]);
      expect(beats.mock.calls.filter(([, delayMs]) => delayMs === HEARTBEAT_MS)).toEqual([]);
      expect(waits.mock.calls.filter(([, delayMs]) => delayMs === WAIT_SECONDS * 1_000)).toEqual([]);
      await until(async () => listeners() <= before);
      raw.destroy();
    },
    60_000,
  );
});
