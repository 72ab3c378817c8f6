import { describe, expect, it } from '@jest/globals';
import { anInbound } from '../domain/inbound.fixture.js';
import { growthOf } from './chat-growth.js';
import type { PlacedItem, StoredInbound } from './inbound.repository.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 2, 1, 12, 0, second));
const RECEIVED = { receivedAt: at(59) };

/** A message of a chat: its number is its wamid and its id, the second it was written is its time. */
function placed(chatId: number, number: number, second: number, type = 'text', channelId = 1): PlacedItem {
  return {
    chatId,
    inbound: anInbound({ wamid: `wamid.${number}`, timestamp: at(second), type }, { ...RECEIVED, channelId }),
  };
}

const stored = (...numbers: number[]): StoredInbound[] =>
  numbers.map((id) => ({ id, channelId: 1, wamid: `wamid.${id}` }));

describe('growthOf', () => {
  it('is nothing where nothing was new', () => {
    expect(growthOf([], [])).toEqual([]);
    expect(growthOf([placed(10, 1, 1)], [])).toEqual([]);
  });

  it('counts one message with its time and id', () => {
    expect(growthOf([placed(10, 1, 1)], stored(1))).toEqual([
      { chatId: 10, messages: 1, unread: 1, newestId: 1, newestAt: at(1), inboundAt: at(1) },
    ]);
  });

  it('adds up each chat by itself and leaves out what was there already', () => {
    const items = [placed(10, 1, 1), placed(20, 2, 2), placed(10, 3, 3), placed(10, 4, 4)];
    expect(growthOf(items, stored(1, 2, 3))).toEqual([
      { chatId: 10, messages: 2, unread: 2, newestId: 3, newestAt: at(3), inboundAt: at(3) },
      { chatId: 20, messages: 1, unread: 1, newestId: 2, newestAt: at(2), inboundAt: at(2) },
    ]);
  });

  it.each([
    ['the later one', [placed(10, 5, 1), placed(10, 4, 2)], 4, at(2)],
    ['of one second the higher id', [placed(10, 4, 2), placed(10, 5, 2)], 5, at(2)],
  ])('names as newest %s, in whatever order they come', (_, items, newestId, newestAt) => {
    for (const order of [items, [...items].reverse()]) {
      expect(growthOf(order, stored(4, 5))).toMatchObject([{ newestId, newestAt, inboundAt: newestAt }]);
    }
  });

  it('opens no window by a notice of Meta, which is nothing unread either', () => {
    const items = [placed(10, 1, 1), placed(10, 2, 2, 'system')];
    const both = { chatId: 10, messages: 2, unread: 1, newestId: 2, newestAt: at(2), inboundAt: at(1) };
    expect(growthOf(items, stored(1, 2))).toEqual([both]);
    expect(growthOf([...items].reverse(), stored(1, 2))).toEqual([both]);
    expect(growthOf([placed(10, 2, 2, 'system')], stored(2))).toMatchObject([
      { messages: 1, unread: 0, inboundAt: null },
    ]);
  });

  it('does not take the wamid of another channel for its own', () => {
    expect(growthOf([placed(10, 1, 1, 'text', 2)], stored(1))).toEqual([]);
  });
});
