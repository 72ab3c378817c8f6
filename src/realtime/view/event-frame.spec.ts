import { describe, expect, it } from '@jest/globals';
import { EventFrame, joinSse } from './event-frame.js';

const frame = (id: string): EventFrame =>
  EventFrame.ofReset(id, { type: 'reset', reason: 'unknown', refetch: ['chats'] });

describe('joinSse', () => {
  const [one, two, three] = [frame('a'), frame('b'), frame('c')] as const;

  it('puts frames behind each other as they are alone', () => {
    expect(joinSse([one, two, three])).toEqual(Buffer.concat([one.sse, two.sse, three.sse]));
    expect(joinSse([two])).toBe(two.sse);
  });

  it('makes one piece for readers who are shown the same, and none of another', () => {
    const piece = joinSse([one, two]);
    expect(joinSse([one, two])).toBe(piece);
    expect(joinSse([one, three])).toEqual(Buffer.concat([one.sse, three.sse]));
    expect(joinSse([one, two, three])).toEqual(Buffer.concat([one.sse, two.sse, three.sse]));
    expect(joinSse([one, frame('b')])).toEqual(piece);
  });
});
