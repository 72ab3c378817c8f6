import { describe, expect, it } from '@jest/globals';
import { unknownVariables } from '../../desk/canned/canned-variables.js';
import { isShortcut, keptShortcut } from '../../desk/canned/shortcut.js';
import { demoChats } from './demo-chats.js';
import { DEMO_USERS, EXAMPLE_CHAT_ID } from './demo-people.js';
import { cannedRows, noteRows } from './desk-rows.js';

const NOW = new Date('2026-03-01T12:00:00.500Z');

describe('demo notes', () => {
  const notes = noteRows(NOW);

  it('stand in chats there are, by people there are who work in their channel', () => {
    const chats = new Map(demoChats().map((chat) => [chat.id, chat]));
    for (const { chatId, authorUserId } of notes) {
      expect(DEMO_USERS.map(({ id }) => id)).toContain(authorUserId);
      expect(chats.get(chatId)?.channel.memberIds).toContain(authorUserId);
    }
  });

  it('are in the order they were written, the example chat having several', () => {
    const times = notes.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(NOW.getTime());
    expect(notes.filter(({ chatId }) => chatId === EXAMPLE_CHAT_ID).length).toBeGreaterThan(1);
  });
});

describe('demo canned responses', () => {
  const responses = cannedRows(NOW);

  it('are five for everybody and two of one’s own', () => {
    expect(responses.filter(({ ownerUserId }) => ownerUserId === null)).toHaveLength(5);
    expect(responses).toHaveLength(7);
  });

  it('are what the API would have taken', () => {
    for (const { shortcut, text } of responses) {
      expect([isShortcut(shortcut), keptShortcut(shortcut)]).toEqual([true, shortcut]);
      expect(unknownVariables(text)).toEqual([]);
    }
  });
});
