import { describe, expect, it } from '@jest/globals';
import { judgeEvent, type ReaderAccess } from './event-verdict.js';

/** 1 sees chat 10 and works in channel 100, as does 2, who sees no chat; 3 is an admin; 4 is nobody. */
const ACCESS: ReaderAccess = {
  sees: (userId, chatId) => userId === 3 || (userId === 1 && chatId === 10),
  works: (userId, channelId) => userId === 3 || (userId <= 2 && channelId === 100),
  isAdmin: (userId) => userId === 3,
};

const CHAT = { channelId: 100, chatId: 10, data: {} };
const CHANNEL = { channelId: 100, chatId: null, data: {} };

describe('what a reader gets of an event', () => {
  it.each([
    ['a message of a chat they see', 1, { ...CHAT, type: 'message.received' }, [10], 'shown'],
    ['a message of a chat they do not see', 2, { ...CHAT, type: 'message.received' }, [10], 'hidden'],
    [
      'a message that has moved to a chat they do not see',
      1,
      { ...CHAT, type: 'message.received' },
      [10, 11],
      'hidden',
    ],
    ['a message, to an admin', 3, { ...CHAT, type: 'message.received' }, [10, 11], 'shown'],
    ['a channel they work in', 2, { ...CHANNEL, type: 'channel.paused' }, [], 'shown'],
    ['a channel of others', 4, { ...CHANNEL, type: 'channel.paused' }, [], 'hidden'],
    [
      'what concerns us all, to an operator',
      1,
      { channelId: null, chatId: null, data: {}, type: 'system.webhook_silent' },
      [],
      'hidden',
    ],
    [
      'what concerns us all, to an admin',
      3,
      { channelId: null, chatId: null, data: {}, type: 'system.webhook_silent' },
      [],
      'shown',
    ],
  ] as const)('%s', (_, userId, event, chatIds, verdict) => {
    expect(judgeEvent(event, chatIds, userId, ACCESS)).toBe(verdict);
  });

  it.each([
    ['was theirs', 2, { from: 2, to: 1 }, 'lost'],
    ['was nobody’s in their channel', 2, { from: null, to: 1 }, 'lost'],
    ['was nobody’s in a channel of others', 4, { from: null, to: 1 }, 'hidden'],
    ['was theirs in a channel they have left', 4, { from: 4, to: null }, 'lost'],
    ['was another’s', 2, { from: 1, to: 5 }, 'hidden'],
    ['became theirs, and is not any more', 2, { from: null, to: 2 }, 'hidden'],
    ['is still to be seen', 1, { from: 1, to: 2 }, 'shown'],
    ['was anybody’s, to an admin', 3, { from: 1, to: 2 }, 'shown'],
  ] as const)('a chat that %s', (_, userId, data, verdict) => {
    expect(judgeEvent({ ...CHAT, type: 'chat.assigned', data }, [10], userId, ACCESS)).toBe(verdict);
  });

  it.each([
    ['of the reader', 4, { channelId: 100, data: { userId: 4 } }, 'reset'],
    ['of somebody else', 2, { channelId: 100, data: { userId: 4 } }, 'hidden'],
    ['of everybody in their channel', 2, { channelId: 100, data: {} }, 'reset'],
    ['of everybody elsewhere', 2, { channelId: 101, data: {} }, 'hidden'],
    ['of a role', 2, { channelId: null, data: { userId: 2 } }, 'reset'],
  ] as const)('a change of access %s', (_, userId, event, verdict) => {
    expect(judgeEvent({ ...event, type: 'access.changed', chatId: null }, [], userId, ACCESS)).toBe(verdict);
  });
});
