import { describe, expect, it } from '@jest/globals';
import { parseAssignee, searchPatterns, toChatFilter } from './chat-filter.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');

describe('a search', () => {
  it.each([
    ['Айгуль', '%Айгуль%', null],
    ['  Айгуль ', '%Айгуль%', null],
    ['+7 (701) 123-45-67', '%+7 (701) 123-45-67%', '%77011234567%'],
    ['0001', '%0001%', '%0001%'],
    ['Клиент 0001', '%Клиент 0001%', null],
    ['+', '%+%', null],
    ['100%', '%100\\%%', null],
    ['a_b', '%a\\_b%', null],
    ['C:\\', '%C:\\\\%', null],
    ["O'Neil", "%O'Neil%", null],
    ['\u0438\u0306', '%\u0439%', null],
    ['٧٠١', '%٧٠١%', null],
  ])('for %p looks for names like %p and numbers like %p', (search, name, digits) => {
    expect(searchPatterns(search)).toEqual({ name, digits });
  });
});

describe('the filters of chats', () => {
  it('narrow nothing when there are none', () => {
    expect(toChatFilter({}, 5, NOW)).toEqual({});
  });

  it('are all understood', () => {
    expect(
      toChatFilter(
        {
          assignee: 'me',
          unread: 'true',
          status: 'closed',
          label: 3,
          channel: 1,
          windowClosingWithin: 60,
          search: '7',
        },
        5,
        NOW,
      ),
    ).toEqual({
      assignee: 5,
      isUnread: true,
      status: 'closed',
      labelId: 3,
      channelId: 1,
      lastInbound: { after: new Date('2026-02-28T12:00:00.000Z'), upTo: new Date('2026-02-28T13:00:00.000Z') },
      search: { name: '%7%', digits: '%7%' },
    });
  });

  it.each([
    ['me', 5],
    ['unassigned', 'unassigned'],
    ['6', 6],
    ['Me', undefined],
    ['', undefined],
    ['null', undefined],
    ['0', undefined],
    ['05', undefined],
    ['1e3', undefined],
    ['-1', undefined],
    ['9007199254740992', undefined],
  ])('read the assignee %p as %p', (text, expected) => {
    expect(parseAssignee(text, 5)).toBe(expected);
  });
});
