import { describe, expect, it } from '@jest/globals';
import { TYPING_PAUSE_MS, TypingThrottle } from './typing-throttle.js';

describe('TypingThrottle', () => {
  it('lets one call per chat through in five seconds', () => {
    const throttle = new TypingThrottle();
    expect([throttle.take(1, 0), throttle.take(1, 1), throttle.take(2, 2)]).toEqual([true, false, true]);
    expect([throttle.take(1, TYPING_PAUSE_MS - 1), throttle.take(1, TYPING_PAUSE_MS)]).toEqual([false, true]);
    expect(throttle.take(1, TYPING_PAUSE_MS + 1)).toBe(false);
  });

  it('forgets chats that are quiet', () => {
    const throttle = new TypingThrottle();
    for (let chatId = 1; chatId <= 1_000; chatId += 1) throttle.take(chatId, chatId);
    throttle.take(5_000, 100_000);
    expect(throttle.size).toBe(1);
  });
});
