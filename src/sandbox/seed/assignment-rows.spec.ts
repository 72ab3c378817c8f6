import { describe, expect, it } from '@jest/globals';
import { assignmentRows } from './assignment-rows.js';
import { demoChats } from './demo-chats.js';
import { EXAMPLE_CHAT_ID } from './demo-people.js';
import { chatRows } from './seed-rows.js';

const NOW = new Date('2026-03-01T09:00:00.000Z');
const chats = demoChats().map((demo) => chatRows(demo, NOW).chat);
const rows = assignmentRows(chats, NOW);

describe('assignmentRows', () => {
  it('end where each demo chat stands', () => {
    for (const { id, assigneeId } of chats) {
      expect(rows.filter(({ chatId }) => chatId === id).at(-1)?.toUserId ?? null).toBe(assigneeId);
    }
  });

  it('follow one another, and never come from the future', () => {
    for (const { id } of chats) {
      const story = rows.filter(({ chatId }) => chatId === id);
      story.forEach(({ fromUserId }, index) => expect(fromUserId).toBe(story[index - 1]?.toUserId ?? null));
    }
    expect(rows.filter(({ at }) => at > NOW)).toEqual([]);
  });

  it('hand the example chat over with a note', () => {
    expect(rows.filter(({ chatId }) => chatId === EXAMPLE_CHAT_ID).map(({ note }) => note !== null)).toEqual([
      false,
      true,
    ]);
  });
});
