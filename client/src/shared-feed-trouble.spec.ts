import { beforeEach, describe, expect, it } from '@jest/globals';
import { memorySession } from './session.js';
import { FakeEventsServer, frame } from './testing/fake-events-server.js';
import { FakeBrowser } from './testing/fake-tabs.js';
import { FakeTime } from './testing/fake-time.js';
import { lastingSession, TestTab } from './testing/test-tab.js';

const answer = (status: number, code: string) => (): Response =>
  Response.json({ code, requestId: 'r' }, { status, headers: { 'retry-after': '0' } });

describe('tabs that share a connection', () => {
  let time: FakeTime;
  let server: FakeEventsServer;
  let browser: FakeBrowser;
  /** It has the connection. */
  let first: TestTab;
  let second: TestTab;
  let third: TestTab;

  const openTab = async (options: ConstructorParameters<typeof TestTab>[2] = { after: 'p0' }): Promise<TestTab> => {
    const tab = new TestTab(browser, server, options);
    await time.advance(0);
    return tab;
  };
  const happens = async (...deaf: TestTab[]): Promise<void> => {
    for (const { tab } of deaf) tab.isDeaf = true;
    server.append();
    await time.advance(0);
    for (const { tab } of deaf) tab.isDeaf = false;
  };
  const write = async (text: string): Promise<void> => {
    for (const connection of server.open) connection.write(text);
    await time.advance(0);
  };

  beforeEach(async () => {
    time = new FakeTime();
    server = new FakeEventsServer();
    browser = new FakeBrowser(time);
    first = await openTab();
    second = await openTab();
    third = await openTab();
  });

  it.each([
    [403, 'FORBIDDEN', 'refused'],
    [401, 'TOKEN_REVOKED', 'signed_out'],
  ])('close where what they missed is refused with %s, and keep nobody waiting', async (status, code, reason) => {
    await happens(second);
    server.page = answer(status, code);
    await happens();
    await time.advance(60_000);
    expect([second.states.at(-1), second.details.at(-1)]).toMatchObject(['closed', { reason, problem: { code } }]);
    const asked = server.requests.length;
    first.tab.die();
    await happens();
    expect(server.requests).toHaveLength(asked + 1);
    expect([second.got, third.got]).toEqual([[], ['e1', 'e2', 'e3']]);
  });

  it('take over at once, also while they ask in vain for what they missed', async () => {
    await happens(second);
    server.page = answer(503, 'OVERLOADED');
    await happens();
    await time.advance(30_000);
    first.tab.die();
    await time.advance(0);
    expect(server.streams.map(({ after }) => after)).toEqual(['p0', 'p0']);
    await happens();
    expect([second.got, third.got]).toEqual([
      ['e1', 'e2', 'e3'],
      ['e1', 'e2', 'e3'],
    ]);
  });

  it('say how they stand themselves once they lead, not how the one before them stood', async () => {
    await happens(second);
    server.page = () => new Promise<Response>(() => undefined);
    server.cut();
    await time.advance(0);
    expect(first.states.at(-1)).toBe('waiting');
    first.tab.die();
    await time.advance(0);
    expect(second.states).toEqual(['live', 'connecting', 'live']);
  });

  it('do not take for the next event what a reset of their own has skipped', async () => {
    for (let count = 0; count < 3; count += 1) await happens();
    await happens(second, third);
    const resets = [{ reason: 'too_old', refetch: ['chats'] }];
    server.page = () => Response.json({ events: [], lastId: 'p9', reset: resets.shift() ?? null });
    await happens(second);
    expect([third.resets.length, third.stream.lastId]).toEqual([1, 'p9']);
    first.tab.die();
    await time.advance(0);
    expect([second.got, third.got]).toEqual([
      ['e1', 'e2', 'e3', 'e4', 'e5'],
      ['e1', 'e2', 'e3'],
    ]);
    expect(third.stream.lastId).toBe('p9');
  });

  it('hear the end from the one before them, also while they ask for what they missed', async () => {
    await happens(second);
    server.page = () => new Promise<Response>(() => undefined);
    await happens();
    server.control('bye', { type: 'bye', reason: 'too_many_streams' });
    await time.advance(100_000);
    expect([first, second, third].map(({ details }) => details.at(-1)?.reason)).toEqual([
      'too_many_streams',
      'too_many_streams',
      'too_many_streams',
    ]);
    expect(server.streams).toHaveLength(1);
  });

  it('wait as long as the server says before they ask again for what they missed', async () => {
    await happens(second);
    server.page = () => Response.json({ code: 'X', requestId: 'r' }, { status: 429, headers: { 'retry-after': '40' } });
    await happens();
    const asked = server.requests.length;
    await time.advance(39_999);
    expect(server.requests).toHaveLength(asked);
    server.page = undefined;
    await time.advance(1);
    expect(second.got).toEqual(['e1', 'e2']);
  });

  it('never go back with one that comes to lead from behind', async () => {
    await happens(second);
    await happens(second);
    await happens(second);
    server.isQuiet = true;
    first.tab.die();
    await time.advance(0);
    await write(server.log.slice(0, 2).map(frame).join(''));
    await write('id: q2\n\n');
    expect([second.stream.lastId, third.stream.lastId]).toEqual(['q2', 'e3']);
    await write(server.log.slice(2).map(frame).join(''));
    expect([second.got, third.got]).toEqual([
      ['e1', 'e2', 'e3'],
      ['e1', 'e2', 'e3'],
    ]);
  });

  it('never go back with a reset of one that is behind, and hear of it', async () => {
    server.isQuiet = true;
    for (let count = 0; count < 5; count += 1) server.append();
    const ahead = await openTab({ after: 'p5' });
    server.page = () => new Promise<Response>(() => undefined);
    server.control('reset', { type: 'reset', reason: 'access_changed', refetch: ['chats'] }, 'p3');
    await time.advance(0);
    expect([second.stream.lastId, ahead.stream.lastId]).toEqual(['p3', 'p5']);
    for (const { resets } of [first, second, ahead]) {
      expect(resets).toEqual([{ reason: 'access_changed', refetch: ['chats'] }]);
    }
  });

  it('find their way through what they had before a reset', async () => {
    for (let count = 0; count < 3; count += 1) await happens();
    await write('event: reset\nid: p0\ndata: {"reason":"unknown","refetch":[]}\n\n');
    await happens(second);
    const asked = server.requests.length;
    await happens();
    expect([first.got, second.got, third.got]).toEqual([1, 2, 3].map(() => ['e1', 'e2', 'e3', 'e4', 'e5']));
    expect(server.requests.length - asked).toBe(3);
  });

  it('relay also what they know themselves, for another may have missed it', async () => {
    await happens(second);
    expect(second.got).toEqual([]);
    await write(server.log.map(frame).join(''));
    expect([first.got, second.got]).toEqual([['e1'], ['e1']]);
  });

  it('do not stumble over what another version says', async () => {
    const other = first.tab.platform().openChannel?.('wa-operator events http://server 5');
    for (const message of [{ kind: 'event' }, { kind: 'reset' }, { kind: 'party' }, 7]) other?.postMessage(message);
    await time.advance(0);
    await happens();
    expect([first.got, second.got]).toEqual([['e1'], ['e1']]);
  });

  it('take a wish for a new connection once closed without a word', async () => {
    second.stream.close();
    await second.stream.closed;
    expect(() => second.stream.reconnect()).not.toThrow();
    await time.advance(0);
    expect(server.streams).toHaveLength(1);
  });
});

describe('tabs that share a connection and a session', () => {
  let time: FakeTime;
  let server: FakeEventsServer;
  let first: TestTab;
  let second: TestTab;
  const store = { ...memorySession(), sharedAs: 'wa' };

  beforeEach(async () => {
    time = new FakeTime();
    server = new FakeEventsServer();
    const browser = new FakeBrowser(time);
    await store.write(lastingSession(5));
    first = new TestTab(browser, server, { after: 'p0', store });
    await time.advance(0);
    second = new TestTab(browser, server, { after: 'p0', store });
    await time.advance(0);
  });

  const reasons = (): unknown[] => [first, second].map(({ details }) => details.at(-1)?.reason);

  it('hear nothing any more once they have signed out', async () => {
    await second.client.logout();
    server.append();
    await time.advance(0);
    expect([reasons(), first.got, second.got]).toEqual([[undefined, 'signed_out'], ['e1'], []]);
    server.cut();
    await time.advance(100_000);
    expect([reasons(), server.open]).toEqual([['signed_out', 'signed_out'], []]);
    expect([first.signedOut, second.signedOut]).toEqual([1, 0]);
  });

  it('hear nothing any more once they notice that another has signed in as somebody else', async () => {
    await store.write(lastingSession(6));
    await second.client.user();
    server.append();
    await time.advance(0);
    expect([reasons(), second.got]).toEqual([[undefined, 'signed_out'], []]);
  });

  it('do not take over as somebody else', async () => {
    await store.write(lastingSession(6));
    first.tab.die();
    await time.advance(100_000);
    expect([second.stream.state, second.signedOut]).toEqual(['closed', 1]);
    expect(server.streams.map(({ authorization }) => authorization)).toEqual(['Bearer a5']);
  });
});
