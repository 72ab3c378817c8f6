import { beforeEach, describe, expect, it } from '@jest/globals';
import { CredentialWatch, type WatchedCredentials } from '../../auth/tickets/credential-watch.service.js';
import { FakeClock } from '../../common/clock.js';
import { Logger } from '../../common/logger.js';
import { AppConfig } from '../../config/app-config.js';
import type { OpenStream, StreamPlace } from './open-stream.js';
import { MAX_STREAMS_OF_USER, StreamRegistry } from './stream-registry.service.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');

/** What the database would say: all but those named here are alive. */
class Watch {
  readonly asked: WatchedCredentials[] = [];
  readonly endedSessions = new Set<string>();
  readonly endedKeys = new Set<number>();
  failure: Error | undefined;

  async findLiving(watched: WatchedCredentials): Promise<unknown> {
    this.asked.push(watched);
    if (this.failure !== undefined) throw this.failure;
    return {
      sessionIds: new Set(watched.sessionIds.filter((id) => !this.endedSessions.has(id))),
      apiKeyIds: new Set(watched.apiKeyIds.filter((id) => !this.endedKeys.has(id))),
    };
  }
}

describe('StreamRegistry', () => {
  let watch: Watch;
  let clock: FakeClock;
  let registry: StreamRegistry;
  /** What became of each stream, `name: reason`. */
  let closed: string[];

  beforeEach(() => {
    watch = new Watch();
    clock = new FakeClock(NOW);
    closed = [];
    registry = withLimit(20);
  });

  function withLimit(streams: number): StreamRegistry {
    const config = Object.assign(new AppConfig(), { rates: { streams } });
    const credentials = Object.assign(Object.create(CredentialWatch.prototype) as CredentialWatch, {
      findLiving: watch.findLiving.bind(watch),
    });
    return new StreamRegistry(credentials, clock, new Logger('silent'), config);
  }

  function open(name: string, given: Partial<OpenStream> = {}): StreamPlace {
    return registry.register({
      userId: 1,
      sessionId: 'a',
      apiKeyId: null,
      expiresAt: null,
      kind: 'sse',
      close: (reason) => closed.push(`${name}: ${reason}`),
      ...given,
    });
  }

  it('ends the oldest stream of a user who opens a sixth, and nobody else’s', () => {
    open('other', { userId: 2 });
    for (let index = 1; index <= MAX_STREAMS_OF_USER; index += 1) open(String(index), { kind: 'ws' });
    expect(closed).toEqual([]);
    open('6');
    open('7');
    expect(closed).toEqual(['1: too_many_streams', '2: too_many_streams']);
    expect(registry.size).toBe(6);
  });

  it('gives a place back once, however often it is released', () => {
    const place = open('1');
    open('2');
    place.release();
    place.release();
    expect(registry.size).toBe(1);
    registry.onModuleDestroy();
    expect(closed).toEqual(['2: shutdown']);
  });

  it('refuses more than the process may hold, but for a user whose oldest makes room', () => {
    registry = withLimit(MAX_STREAMS_OF_USER);
    for (let index = 1; index <= MAX_STREAMS_OF_USER; index += 1) open(String(index));
    expect(() => open('x', { userId: 2 })).toThrow(expect.objectContaining({ code: 'TOO_MANY_STREAMS', status: 503 }));
    expect(() => registry.checkRoom()).toThrow('as many event streams as it can');
    open('6');
    expect(closed).toEqual(['1: too_many_streams']);
    expect(registry.size).toBe(MAX_STREAMS_OF_USER);
  });

  it('knows no limit where that is 0', () => {
    registry = withLimit(0);
    for (let userId = 1; userId <= 50; userId += 1) open(String(userId), { userId });
    expect(registry.size).toBe(50);
  });

  it('ends streams when their token expires, and asks nothing of nobody', async () => {
    await registry.sweep();
    open('short', { expiresAt: new Date(NOW.getTime() + 1000) });
    open('long', { expiresAt: new Date(NOW.getTime() + 5000) });
    open('endless');
    clock.advance(999);
    await registry.sweep();
    expect(closed).toEqual([]);
    clock.advance(1);
    await registry.sweep();
    expect(closed).toEqual(['short: token_expired']);
    expect(watch.asked).toHaveLength(2);
  });

  it('ends streams whose session or key has ended, asking once for all of them', async () => {
    open('a1');
    open('a2', { kind: 'ws' });
    open('b', { sessionId: 'b', userId: 2 });
    open('k', { sessionId: null, apiKeyId: 7, userId: 3 });
    open('l', { sessionId: null, apiKeyId: 8, userId: 3 });
    watch.endedSessions.add('a');
    watch.endedKeys.add(7);
    await registry.sweep();
    expect(watch.asked).toEqual([{ sessionIds: ['a', 'b'], apiKeyIds: [7, 8] }]);
    expect(closed).toEqual(['a1: session_ended', 'a2: session_ended', 'k: session_ended']);
    expect(registry.size).toBe(2);
  });

  it('keeps the streams while the database is away, and asks again', async () => {
    open('a');
    watch.failure = new Error('away');
    await registry.sweep();
    expect(closed).toEqual([]);
    watch.failure = undefined;
    watch.endedSessions.add('a');
    await registry.sweep();
    expect(closed).toEqual(['a: session_ended']);
  });

  it('takes nobody in once it has said goodbye to all', () => {
    open('a');
    registry.onModuleDestroy();
    expect(closed).toEqual(['a: shutdown']);
    expect(() => open('b')).toThrow(expect.objectContaining({ code: 'TOO_MANY_STREAMS' }));
    expect(registry.size).toBe(0);
  });

  it('goes on with the others when one cannot be closed', () => {
    open('bad', {
      close: () => {
        throw new Error('broken pipe');
      },
    });
    open('good');
    registry.onModuleDestroy();
    expect(closed).toEqual(['good: shutdown']);
  });
});
