import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { StoredEvent } from '../event-log.service.js';
import { EventDraft } from './event-draft.js';
import { RecentDrafts } from './recent-drafts.js';

function eventAt(id: number): StoredEvent {
  const rest = { version: 1, occurredAt: new Date(0), channelId: 1, chatId: 1, messageId: null, data: {} };
  return { ...rest, type: 'chat.updated', position: { tx: 7n, id } };
}

/** As a page reads them: new objects each time. */
function events(first: number, last: number): StoredEvent[] {
  return Array.from({ length: last - first + 1 }, (_, index) => eventAt(first + index));
}

describe('recent drafts', () => {
  let now: number;
  let drawn: number[];
  let drafts: RecentDrafts;

  beforeEach(() => {
    now = 1_000;
    drawn = [];
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    drafts = new RecentDrafts(async (some) => {
      drawn.push(...some.map(({ position }) => position.id));
      return some.map((event) => new EventDraft(event, { fixed: { drawnAt: now } }));
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  const ids = async (first: number, last: number): Promise<number[]> =>
    (await drafts.of(events(first, last))).map(({ event }) => event.position.id);

  it('are shared by those who come to the same events within a moment, wherever each begins', async () => {
    const [first] = await drafts.of(events(1, 3));
    expect((await drafts.of(events(1, 1)))[0]).toBe(first);
    expect(await ids(2, 5)).toEqual([2, 3, 4, 5]);
    expect(drawn).toEqual([1, 2, 3, 4, 5]);
  });

  it('are made anew after half a second', async () => {
    await ids(1, 2);
    now += 499;
    await ids(1, 3);
    now += 1;
    expect(await ids(1, 3)).toEqual([1, 2, 3]);
    expect(drawn).toEqual([1, 2, 3, 1, 2]);
  });

  it('count from before they were read', async () => {
    const slow = new RecentDrafts(async (some) => {
      now += 600;
      drawn.push(some.length);
      return some.map((event) => new EventDraft(event, { fixed: {} }));
    });
    await slow.of(events(1, 1));
    await slow.of(events(1, 1));
    expect(drawn).toEqual([1, 1]);
  });

  it('are bounded in number', async () => {
    await ids(1, 3_000);
    await ids(1_001, 3_000);
    expect(drawn).toHaveLength(3_000);
    await ids(1_000, 1_000);
    expect(drawn).toHaveLength(3_001);
  });

  it('that could not be made are asked for again', async () => {
    let isAway = true;
    const shaky = new RecentDrafts(async (some) => {
      if (isAway) throw new Error('away');
      return some.map((event) => new EventDraft(event, { fixed: {} }));
    });
    await expect(shaky.of(events(1, 1))).rejects.toThrow('away');
    isAway = false;
    expect(await shaky.of(events(1, 1))).toHaveLength(1);
  });
});
