import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeEventsServer } from './testing/fake-events-server.js';
import { FakeBrowser } from './testing/fake-tabs.js';
import { FakeTime } from './testing/fake-time.js';
import { TestTab } from './testing/test-tab.js';

describe('tabs of one origin', () => {
  let time: FakeTime;
  let server: FakeEventsServer;
  let browser: FakeBrowser;

  const openTab = (options?: { after?: string; userId?: number }): TestTab => new TestTab(browser, server, options);
  const openTabs = async (...afters: (string | undefined)[]): Promise<TestTab[]> => {
    const tabs: TestTab[] = [];
    for (const after of afters) {
      tabs.push(openTab(after === undefined ? {} : { after }));
      await time.advance(0);
    }
    return tabs;
  };
  const got = (tabs: readonly TestTab[]): string[][] => tabs.map((tab) => tab.got);
  const ids = (from: number, to: number): string[] =>
    Array.from({ length: to - from + 1 }, (_, index) => `e${from + index}`);

  beforeEach(() => {
    time = new FakeTime();
    server = new FakeEventsServer();
    browser = new FakeBrowser(time);
  });

  it('have one connection, and all hear everything once', async () => {
    const tabs = await openTabs('p0', 'p0', 'p0');
    for (let count = 0; count < 5; count += 1) server.append();
    await time.advance(0);
    expect(got(tabs)).toEqual([ids(1, 5), ids(1, 5), ids(1, 5)]);
    expect(server.streams).toHaveLength(1);
    expect(server.requests).toHaveLength(1);
    expect(tabs.map(({ stream }) => stream.state)).toEqual(['live', 'live', 'live']);
  });

  it('begin each at the position it has', async () => {
    for (let count = 0; count < 8; count += 1) server.append();
    const tabs = await openTabs('e5', 'e1', undefined, 'e8');
    server.append();
    await time.advance(0);
    expect(got(tabs)).toEqual([ids(6, 9), ids(2, 9), ['e9'], ['e9']]);
    expect(server.streams).toHaveLength(1);
  });

  it('do not hear what lies before their position, though the leader is behind it', async () => {
    const tabs = await openTabs('p0');
    // The second tab's list reflects what the leader has not heard yet.
    for (let count = 0; count < 2; count += 1) server.append();
    tabs.push(openTab({ after: 'p2' }));
    await time.advance(0);
    server.append();
    await time.advance(0);
    expect(got(tabs)).toEqual([ids(1, 3), ['e3']]);
  });

  it('go on without a gap when the tab with the connection is closed', async () => {
    const [first, ...others] = await openTabs('p0', 'p0', 'p0');
    server.append();
    await time.advance(0);
    first?.tab.die();
    server.append();
    await time.advance(0);
    server.append();
    await time.advance(0);
    expect(got(others)).toEqual([ids(1, 3), ids(1, 3)]);
    expect(server.streams.map(({ after }) => after)).toEqual(['p0', 'e1']);
  });

  it('go on when it closes its stream, and close without harm to each other', async () => {
    const [first, second, third] = await openTabs('p0', 'p0', 'p0');
    first?.stream.close();
    third?.stream.close();
    await time.advance(0);
    server.append();
    await time.advance(0);
    expect([first?.got, second?.got, third?.got]).toEqual([[], ['e1'], []]);
    expect(server.open).toHaveLength(1);
    second?.stream.close();
    await time.advance(100_000);
    expect(server.open).toHaveLength(0);
    expect(time.next).toBeUndefined();
  });

  it('fetch what did not reach them from the one with the connection', async () => {
    const [first, second] = await openTabs('p0', 'p0');
    server.append();
    await time.advance(0);
    if (second !== undefined) second.tab.isDeaf = true;
    server.append();
    server.append();
    await time.advance(0);
    expect(second?.got).toEqual(['e1']);
    if (second !== undefined) second.tab.isDeaf = false;
    server.append();
    await time.advance(0);
    expect([first?.got, second?.got]).toEqual([ids(1, 4), ids(1, 4)]);
  });

  it('make up for it when another takes over, without a new event', async () => {
    const tabs = await openTabs('p0', 'p0', 'p0');
    const [first, second, third] = tabs;
    if (third !== undefined) third.tab.isDeaf = true;
    server.append();
    await time.advance(0);
    if (third !== undefined) third.tab.isDeaf = false;
    first?.tab.die();
    await time.advance(0);
    expect([second?.got, third?.got]).toEqual([['e1'], ['e1']]);
  });

  it('take over from behind without a gap', async () => {
    const [first, second, third] = await openTabs('p0', 'p0', 'p0');
    if (second !== undefined) second.tab.isDeaf = true;
    server.append();
    server.append();
    await time.advance(0);
    first?.tab.die();
    await time.advance(0);
    server.append();
    await time.advance(0);
    expect([second?.got, third?.got]).toEqual([ids(1, 3), ids(1, 3)]);
    expect(server.streams.map(({ after }) => after)).toEqual(['p0', 'p0']);
  });

  it('hear resets, and how the connection stands', async () => {
    const tabs = await openTabs('p0', 'p0');
    server.control('reset', { type: 'reset', reason: 'access_changed', refetch: ['chats'] });
    await time.advance(0);
    server.isDown = true;
    server.cut();
    await time.advance(600);
    expect(tabs.map(({ stream }) => stream.state)).toEqual(['waiting', 'waiting']);
    server.isDown = false;
    tabs[1]?.stream.reconnect();
    await time.advance(0);
    expect(tabs.map(({ stream }) => stream.state)).toEqual(['live', 'live']);
    for (const { resets } of tabs) expect(resets).toEqual([{ reason: 'access_changed', refetch: ['chats'] }]);
  });

  it('are all closed when newer streams took their place, instead of trying one after another', async () => {
    const tabs = await openTabs('p0', 'p0', 'p0');
    server.control('bye', { type: 'bye', reason: 'too_many_streams' });
    await time.advance(100_000);
    expect(tabs.map(({ states }) => states.at(-1))).toEqual(['closed', 'closed', 'closed']);
    expect(server.streams).toHaveLength(1);
  });

  it('of two users share nothing', async () => {
    const tabs = [openTab({ after: 'p0' }), openTab({ after: 'p0', userId: 6 })];
    await time.advance(0);
    expect(server.open).toHaveLength(2);
    server.append();
    await time.advance(0);
    expect(got(tabs)).toEqual([['e1'], ['e1']]);
  });

  it('miss nothing and repeat nothing while tabs come and go and lines are cut', async () => {
    let seed = 7;
    const dice = (sides: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % sides;
    };
    let tabs: { tab: TestTab; from: number }[] = [];
    const gone: typeof tabs = [];
    for (let round = 0; round < 400; round += 1) {
      const deed = dice(10);
      if (deed < 2 || tabs.length === 0) {
        const from = server.log.length - dice(Math.min(4, server.log.length + 1));
        tabs.push({ tab: openTab({ after: `p${from}` }), from });
      } else if (deed === 2) {
        const [closed] = tabs.splice(dice(tabs.length), 1);
        closed?.tab.tab.die();
        if (closed !== undefined) gone.push(closed);
      } else if (deed === 3) server.cut();
      else for (let count = dice(4); count >= 0; count -= 1) server.append();
      if (dice(3) === 0) await time.advance(dice(2_000));
    }
    await time.advance(60_000);
    expect(tabs.length).toBeGreaterThan(2);
    for (const { tab, from } of tabs) expect(tab.got).toEqual(ids(from + 1, server.log.length));
    // Who was closed had heard a part of it, from its beginning.
    for (const { tab, from } of gone) expect(tab.got).toEqual(ids(from + 1, from + tab.got.length));
    expect(server.open).toHaveLength(1);
    tabs = [];
  });
});
