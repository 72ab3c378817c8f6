import { beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from './client.js';
import type { EventStream } from './event-stream.js';
import type { EventReset, EventsOptions, StateDetail, StreamState } from './event-types.js';
import { FakeEventsServer } from './testing/fake-events-server.js';
import { FakeTime } from './testing/fake-time.js';

describe('EventStream', () => {
  let time: FakeTime;
  let server: FakeEventsServer;
  let got: string[];
  let states: [StreamState, StateDetail][];
  let resets: EventReset[];
  let reported: unknown[];
  let signedOut: number;

  const open = (options: Partial<EventsOptions> = {}): EventStream =>
    createClient({
      baseUrl: 'http://server',
      getToken: () => 'key',
      fetch: server.fetch,
      onSignedOut: () => {
        signedOut += 1;
      },
      platform: {
        now: () => time.now,
        random: () => 0,
        after: (ms, run) => time.after(ms, run),
        report: (error) => reported.push(error),
      },
    }).events({
      onEvent: ({ id }) => got.push(id),
      onState: (state, detail) => states.push([state, detail]),
      onReset: (reset) => resets.push(reset),
      ...options,
    });
  const names = (): StreamState[] => states.map(([state]) => state);

  beforeEach(() => {
    time = new FakeTime();
    server = new FakeEventsServer();
    got = [];
    states = [];
    resets = [];
    reported = [];
    signedOut = 0;
  });

  it('goes on from the position it is given, and tells how it stands', async () => {
    server.append();
    server.append();
    const stream = open({ after: 'e1' });
    await time.advance(0);
    server.append();
    await time.advance(0);
    expect(got).toEqual(['e2', 'e3']);
    expect(names()).toEqual(['connecting', 'live']);
    expect([stream.state, stream.lastId]).toEqual(['live', 'e3']);
    expect(server.requests).toEqual([
      { path: '/api/waba/operator/events', accept: 'text/event-stream', after: 'e1', authorization: 'Bearer key' },
    ]);
  });

  it('begins now where no position is given, and loses nothing when cut before its first event', async () => {
    server.append();
    open();
    await time.advance(0);
    server.cut();
    await time.advance(0);
    server.append();
    await time.advance(500);
    expect(got).toEqual(['e2']);
    expect(server.streams.map(({ after }) => after)).toEqual(['p1', 'p1']);
  });

  it('waits longer and longer while the server is away, and comes back to where it was', async () => {
    open({ after: 'p0' });
    await time.advance(0);
    server.append();
    await time.advance(0);
    server.isDown = true;
    server.cut();
    await time.advance(60_000);
    server.append();
    server.isDown = false;
    await time.advance(30_000);
    const waits = states.filter(([state]) => state === 'waiting').map(([, detail]) => detail.retryInMs);
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    expect(got).toEqual(['e1', 'e2']);
  });

  it('begins with the wait that the server wishes, once something came', async () => {
    open({ after: 'p0' });
    await time.advance(0);
    server.open[0]?.write('retry: 7000\n\n');
    server.append();
    await time.advance(0);
    server.cut();
    await time.advance(0);
    expect(states.at(-1)).toEqual(['waiting', { reason: 'lost', retryInMs: 3_500 }]);
  });

  it('hands an event over once, also when the server repeats it', async () => {
    open({ after: 'p0' });
    await time.advance(0);
    server.append();
    server.append();
    for (const event of server.log) server.open[0]?.write(`data: ${JSON.stringify(event)}\n\n`);
    await time.advance(0);
    expect(got).toEqual(['e1', 'e2']);
  });

  it('follows positions without events', async () => {
    const stream = open({ after: 'p0' });
    await time.advance(0);
    server.open[0]?.write('id: p5\n\n');
    await time.advance(0);
    expect(stream.lastId).toBe('p5');
  });

  it('waits no longer than at first after connections that held, though nothing happened', async () => {
    open({ after: 'p0' });
    for (let night = 0; night < 5; night += 1) {
      await time.advance(1_000);
      for (let beat = 0; beat < 2; beat += 1) {
        await time.advance(20_000);
        server.comment();
      }
      server.cut();
      await time.advance(0);
    }
    const waits = states.filter(([state]) => state === 'waiting').map(([, detail]) => detail.retryInMs);
    expect(waits).toEqual([500, 500, 500, 500, 500]);
  });

  it('takes silence for a lost connection, and a comment for a sign of life', async () => {
    open({ after: 'p0' });
    for (let beat = 0; beat < 4; beat += 1) {
      await time.advance(20_000);
      server.comment();
    }
    await time.advance(44_999);
    expect(server.streams).toHaveLength(1);
    await time.advance(501);
    expect(server.streams).toHaveLength(2);
    expect(states.find(([state]) => state === 'waiting')?.[1].reason).toBe('silent');
    expect(server.open).toHaveLength(1);
  });

  it('takes silence before the first byte for one too', async () => {
    server.scripted.push(() => new Promise<Response>(() => undefined));
    open({ after: 'p0' });
    await time.advance(45_500);
    expect(server.streams).toHaveLength(2);
  });

  it('hands resets over, and goes on from their position', async () => {
    const stream = open({ after: 'e9' });
    await time.advance(0);
    server.control('reset', { type: 'reset', reason: 'unknown', refetch: ['chats'] }, 'p0');
    server.append();
    await time.advance(0);
    expect(resets).toEqual([{ reason: 'unknown', refetch: ['chats'] }]);
    expect([got, stream.lastId]).toEqual([['e1'], 'e1']);
  });

  it.each([
    ['resync', { reason: 'slow_reader' }, 0],
    ['bye', { reason: 'token_expired' }, 0],
    ['bye', { reason: 'session_ended' }, 0],
    ['bye', { reason: 'shutdown' }, 500],
    ['bye', { reason: 'of a later version' }, 500],
  ] as const)('comes back after %s %j within %s ms', async (event, body, ms) => {
    open({ after: 'p0' });
    await time.advance(0);
    server.append();
    server.control(event, { type: event, ...body });
    server.append();
    await time.advance(ms);
    expect(server.streams).toHaveLength(2);
    expect(got).toEqual(['e1', 'e2']);
  });

  it('does not fight with newer streams of the same user', async () => {
    open({ after: 'p0' });
    await time.advance(0);
    server.control('bye', { type: 'bye', reason: 'too_many_streams' });
    await time.advance(100_000);
    expect(states.at(-1)).toEqual(['closed', { reason: 'too_many_streams' }]);
    expect(server.streams).toHaveLength(1);
  });

  it('closes where the session is over, which the application hears once', async () => {
    server.scripted.push(() => Response.json({ code: 'TOKEN_REVOKED', requestId: 'r' }, { status: 401 }));
    open({ after: 'p0' });
    await time.advance(100_000);
    expect(states.at(-1)?.[0]).toBe('closed');
    expect(states.at(-1)?.[1]).toMatchObject({ reason: 'signed_out', problem: { code: 'TOKEN_REVOKED' } });
    expect([signedOut, server.streams.length]).toEqual([1, 1]);
  });

  it('closes where it is refused, and waits where it is only too early', async () => {
    const answer = (status: number, retryAfter: string) => () =>
      Response.json({ code: 'X', requestId: 'r' }, { status, headers: { 'retry-after': retryAfter } });
    server.scripted.push(answer(503, '20'), answer(500, '0'), answer(403, '0'));
    open({ after: 'p0' });
    await time.advance(19_999);
    expect(server.streams).toHaveLength(1);
    await time.advance(1_001);
    expect(server.streams).toHaveLength(3);
    expect(states.at(-1)?.[1]).toMatchObject({ reason: 'refused', problem: { status: 403 } });
  });

  it('reports what the application throws, and goes on', async () => {
    const error = new Error('a bug');
    open({
      after: 'p0',
      onEvent: ({ id }) => {
        got.push(id);
        throw error;
      },
    });
    await time.advance(0);
    server.append();
    server.append();
    await time.advance(0);
    expect([got, reported]).toEqual([
      ['e1', 'e2'],
      [error, error],
    ]);
  });

  it('does not stumble over frames it does not know', async () => {
    open({ after: 'p0' });
    await time.advance(0);
    server.open[0]?.write('event: party\ndata: {}\n\ndata: no JSON\n\ndata: 7\n\nevent: bye\ndata: null\n\n');
    server.append();
    await time.advance(0);
    expect([got, reported]).toEqual([['e1'], []]);
  });

  it('says nothing any more once closed, and lets go of the server', async () => {
    const stream = open({ after: 'p0' });
    await time.advance(0);
    const [connection] = server.open;
    stream.close();
    expect(stream.state).toBe('closed');
    connection?.write('data: {"id":"e1"}\n\n');
    await time.advance(100_000);
    expect([got, server.open.length, server.streams.length]).toEqual([[], 0, 1]);
    expect(states.at(-1)).toEqual(['closed', { reason: 'closed' }]);
    await stream.closed;
    expect(time.next).toBeUndefined();
  });

  it('connects at once when asked to, from a wait or from a connection', async () => {
    const stream = open({ after: 'p0' });
    await time.advance(0);
    stream.reconnect();
    await time.advance(0);
    expect(server.streams).toHaveLength(2);
    expect(server.open).toHaveLength(1);
    server.isDown = true;
    server.cut();
    await time.advance(40_000);
    const tried = server.streams.length;
    server.isDown = false;
    stream.reconnect();
    await time.advance(0);
    expect([server.streams.length, stream.state]).toEqual([tried + 1, 'live']);
  });

  it('misses nothing and repeats nothing under a hundred cuts', async () => {
    open({ after: 'p0' });
    for (let round = 0; round < 100; round += 1) {
      await time.advance(0);
      for (let count = 0; count < 5; count += 1) server.append();
      if (round % 3 === 0) await time.advance(0);
      server.cut();
      for (let count = 0; count < 3; count += 1) server.append();
      await time.advance(1_000);
    }
    expect(got).toEqual(server.log.map(({ id }) => id));
    expect(got).toHaveLength(800);
  });
});
