import { describe, expect, it } from '@jest/globals';
import type { ChatSketch } from '../../desk/chats/chat-view.service.js';
import type { StoredEvent } from '../event-log.service.js';
import { EventBatch } from './event-batch.js';
import { EventDraft } from './event-draft.js';

const ALL = { sees: () => true, works: () => true, isAdmin: () => true };
const BROKEN: ChatSketch = {
  hasLink: false,
  show: () => {
    throw new Error('a row that should not be');
  },
};

function event(id: number): StoredEvent {
  const rest = { version: 1, occurredAt: new Date(0), channelId: 1, messageId: null };
  return { ...rest, position: { tx: 1n, id }, type: 'chat.updated', chatId: id, data: {} };
}

describe('a batch of events', () => {
  it('leaves out what cannot be shown, and says so once, however many are to see it', () => {
    const said: string[] = [];
    const drafts = [
      new EventDraft(event(1), { chat: BROKEN }),
      new EventDraft(event(2), { fixed: {} }),
      new EventDraft(event(3), { chat: BROKEN }),
    ];
    const batch = new EventBatch(drafts, ALL, (error, type) => void said.push(`${type}: ${String(error)}`));
    for (let userId = 1; userId <= 1_000; userId += 1) {
      expect(batch.framesFor(userId, 'en').map((frame) => frame.event?.chatId)).toEqual([2]);
    }
    expect(said).toEqual(Array.from({ length: 2 }, () => 'chat.updated: Error: a row that should not be'));
  });
});
