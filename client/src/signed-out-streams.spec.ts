import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, createClient } from './client.js';
import type { EventStream } from './event-stream.js';
import type { StateDetail, StreamState } from './event-types.js';
import { memorySession, type SessionStore } from './session.js';
import { FakeEventsServer } from './testing/fake-events-server.js';
import { FakeTime } from './testing/fake-time.js';
import { BORIS, tokens } from './testing/scripted-server.js';
import { lastingSession } from './testing/test-tab.js';

describe('a stream of somebody', () => {
  let time: FakeTime;
  let server: FakeEventsServer;
  let store: SessionStore;
  let client: Client;
  let states: [StreamState, StateDetail][];
  let stream: EventStream;
  let token: string;
  let signedOut: number;

  const make = (options: object): Client =>
    createClient({
      baseUrl: 'http://server',
      fetch: server.fetch,
      platform: { now: () => time.now, random: () => 0, after: (ms, run) => time.after(ms, run) },
      onSignedOut: () => {
        signedOut += 1;
      },
      ...options,
    });
  const open = async (): Promise<void> => {
    stream = client.events({
      after: 'p0',
      onEvent: () => undefined,
      onState: (state, detail) => states.push([state, detail]),
    });
    await time.advance(0);
    expect(stream.state).toBe('live');
  };
  const bearers = (): (string | null)[] => server.streams.map(({ authorization }) => authorization);
  const CLOSED = ['closed', { reason: 'signed_out' }];

  beforeEach(() => {
    time = new FakeTime();
    server = new FakeEventsServer();
    states = [];
    signedOut = 0;
  });

  describe('who signed in', () => {
    beforeEach(async () => {
      store = memorySession();
      await store.write(lastingSession(5));
      client = make({ session: store });
      await open();
    });

    it('is closed when somebody else signs in over them', async () => {
      server.scripted.push(() => tokens(2, BORIS)({ url: '', method: '', headers: new Headers(), body: undefined }));
      await client.login('boris@example.com', 'secret');
      expect(states.at(-1)).toEqual(CLOSED);
      await time.advance(100_000);
      expect([bearers(), server.open]).toEqual([['Bearer a5'], []]);
      await open();
      expect(bearers()).toEqual(['Bearer a5', 'Bearer access-2']);
      expect(signedOut).toBe(0);
    });

    it('never comes back as somebody who signed in in another tab', async () => {
      await store.write(lastingSession(6));
      server.cut();
      await time.advance(100_000);
      expect(states.at(-1)).toEqual(CLOSED);
      expect([bearers(), signedOut]).toEqual([['Bearer a5'], 1]);
      await stream.closed;
      expect(time.next).toBeUndefined();
    });

    it('comes back with the tokens that another tab fetched for the same user', async () => {
      await store.write({ ...lastingSession(5), accessToken: 'next' });
      server.cut();
      await time.advance(1_000);
      expect([stream.state, bearers(), signedOut]).toEqual(['live', ['Bearer a5', 'Bearer next'], 0]);
    });

    it('is not begun for somebody else where it was asked for before', async () => {
      await store.write(lastingSession(6));
      stream.close();
      const late = client.events({ onEvent: () => undefined });
      await time.advance(100_000);
      expect([late.state, bearers(), signedOut]).toEqual(['closed', ['Bearer a5'], 1]);
    });
  });

  describe('whose tokens the application gives', () => {
    const tokenOf = (sub: string): string => `e30.${btoa(JSON.stringify({ sub }))}.x`;

    beforeEach(async () => {
      token = tokenOf('5');
      client = make({ getToken: () => token });
      await open();
    });

    it('never comes back with the token of another', async () => {
      token = tokenOf('6');
      server.cut();
      await time.advance(100_000);
      expect(states.at(-1)).toEqual(CLOSED);
      expect(bearers()).toEqual([`Bearer ${tokenOf('5')}`]);
    });

    it('is closed by signing out', async () => {
      await client.logout();
      expect(states.at(-1)).toEqual(CLOSED);
      expect(server.open).toEqual([]);
    });
  });
});
