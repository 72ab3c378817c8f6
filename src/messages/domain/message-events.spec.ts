import { describe, expect, it } from '@jest/globals';
import { MESSAGE_STATUSES } from './message.js';
import { statusEvent } from './message-events.js';

describe('statusEvent', () => {
  it.each([
    ['pending', 'sent', 'message.sent'],
    ['sent', 'delivered', 'message.delivered'],
    ['pending', 'read', 'message.read'],
    ['sent', 'failed', 'message.failed'],
    ['failed', 'delivered', 'message.delivered'],
    ['failed', 'pending', undefined],
  ] as const)('from %s to %s is %s', (before, after, expected) => {
    expect(statusEvent(before, after)).toBe(expected);
  });

  it('is none where nothing changed', () => {
    expect(MESSAGE_STATUSES.filter((status) => statusEvent(status, status) !== undefined)).toEqual([]);
  });
});
