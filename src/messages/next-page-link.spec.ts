import { describe, expect, it } from '@jest/globals';
import { HistoryQueryDto } from './history-query.dto.js';
import { HistoryMessageDto } from './message.dto.js';
import { nextPageLink } from './next-page-link.js';

describe('nextPageLink', () => {
  const link = (limit: number, ids: number[], after?: number): string | undefined => {
    const messages = ids.map((id) => Object.assign(new HistoryMessageDto(), { id }));
    return nextPageLink(123, Object.assign(new HistoryQueryDto(), { limit, offset: 0, after }), {
      messages,
      total: 150,
      limit,
      offset: 0,
    });
  };

  it('leads on from the oldest message of a full page', () => {
    expect(link(3, [9, 7, 5])).toBe('</api/waba/operator/chat/123/messages?limit=3&before=5>; rel="next"');
  });

  it('leads on from the newest message where the page came after one', () => {
    expect(link(3, [9, 7, 5], 4)).toBe('</api/waba/operator/chat/123/messages?limit=3&after=9>; rel="next"');
  });

  it.each([
    [3, [9, 7]],
    [1, []],
  ])('is none where a page of %i has only %j', (limit, ids) => {
    expect(link(limit, ids)).toBeUndefined();
  });
});
