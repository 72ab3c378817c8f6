import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../event-log.service.js';
import { RecentEvents } from './recent-events.js';

const at = (tx: number, id: number) => ({ tx: BigInt(tx), id });

function event(tx: number, id: number): StoredEvent {
  const rest = { version: 1, occurredAt: new Date(0), channelId: 1, chatId: 1, messageId: null, data: {} };
  return { ...rest, position: at(tx, id), type: 'chat.updated' };
}

/** Events 5.1, 5.2 and 7.3 behind 3.0, read up to 9.0. */
function some(capacity = 10): RecentEvents {
  const recent = new RecentEvents(at(3, 0), at(3, 0), capacity);
  recent.append([event(5, 1), event(5, 2), event(7, 3)], at(9, 0));
  return recent;
}

const idsAfter = (recent: RecentEvents, tx: number, id: number, limit = 10): number[] | undefined =>
  recent.after(at(tx, id), limit)?.events.map(({ position }) => position.id);

describe('the recent events', () => {
  it.each([
    [3, 0, [1, 2, 3]],
    [5, 0, [1, 2, 3]],
    [5, 1, [2, 3]],
    [6, 0, [3]],
    [7, 3, []],
    [9, 0, []],
    // Before what is kept, behind what was read, and between two events of one transaction where there is none.
    [2, 0, undefined],
    [9, 1, undefined],
    [5, 7, undefined],
  ])('after %i.%i', (tx, id, expected) => {
    expect(idsAfter(some(), tx, id)).toEqual(expected);
  });

  it('come in pages', () => {
    expect(some().after(at(3, 0), 2)).toMatchObject({ isLast: false, next: at(5, 2) });
    expect(some().after(at(5, 2), 2)).toMatchObject({ isLast: true, next: at(9, 0) });
  });

  it('are a bounded number, and what was dropped is not known any more', () => {
    const recent = some(2);
    recent.append([event(11, 4), event(11, 5)], at(12, 0));
    expect(idsAfter(recent, 5, 1)).toBeUndefined();
    expect(idsAfter(recent, 7, 3)).toEqual([4, 5]);
  });

  it('take back a step that could not be told', () => {
    const recent = some();
    const before = recent.head;
    recent.append([event(11, 4)], at(12, 0));
    recent.rewind(before);
    expect(recent.head).toEqual(at(9, 0));
    expect(idsAfter(recent, 7, 3)).toEqual([]);
    recent.append([event(11, 4)], at(12, 0));
    expect(idsAfter(recent, 7, 3)).toEqual([4]);
  });
});
