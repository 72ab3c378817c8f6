import { describe, expect, it } from '@jest/globals';
import { DELIVERABLE_TYPES, wants } from './event-filter.js';

describe('an endpoint', () => {
  it.each([
    ['all', [], [], 'message.sent', 1, true],
    ['all', [], [], 'system.webhook_silent', null, true],
    ['all but what is internal', [], [], 'access.changed', 1, false],
    ['all but what no admin loses', [], [], 'chat.access_lost', 1, false],
    ['its types', ['message.sent'], [], 'message.sent', 1, true],
    ['its types only', ['message.sent'], [], 'message.read', 1, false],
    ['its channels', [], [2, 1], 'message.sent', 1, true],
    ['its channels only', [], [2], 'message.sent', 1, false],
    ['nothing without a channel where it asks for channels', [], [1], 'system.webhook_silent', null, false],
    ['what fits both', ['chat.read'], [1], 'chat.read', 1, true],
    ['what fits both only', ['chat.read'], [2], 'chat.read', 1, false],
  ] as const)('gets %s: %j of %j, %s in %p', (_, events, channelIds, type, channelId, expected) => {
    expect(wants({ events: [...events], channelIds: [...channelIds] }, { type, channelId })).toBe(expected);
  });

  it('can ask for every event that is served to an admin', () => {
    expect(DELIVERABLE_TYPES).toContain('message.received');
    expect(DELIVERABLE_TYPES).not.toContain('access.changed');
  });
});
