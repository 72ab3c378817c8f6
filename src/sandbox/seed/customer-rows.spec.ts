import { describe, expect, it } from '@jest/globals';
import { customerStories } from './customer-rows.js';
import { demoChats } from './demo-chats.js';
import { chatRows } from './seed-rows.js';

const ROWS = demoChats().map((chat) => chatRows(chat, new Date('2026-03-01T12:00:00.500Z')));

describe('customerStories', () => {
  it('tells of customers of the demo, under numbers nobody has', () => {
    const { identities, changes, marketing } = customerStories(ROWS);
    const ids = ROWS.map(({ customer }) => customer.id);
    for (const { customerId } of [...identities, ...changes, ...marketing]) expect(ids).toContain(customerId);
    const taken = ROWS.flatMap((rows) => rows.identities.map(({ value }) => value));
    expect(identities.filter(({ value }) => taken.includes(value))).toEqual([]);
    expect(changes.map(({ toValue }) => toValue).every((value) => taken.includes(value ?? ''))).toBe(true);
    expect(marketing).toMatchObject([{ optedOut: true, source: 'customer' }]);
  });
});
