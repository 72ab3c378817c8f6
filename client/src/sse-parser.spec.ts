import { describe, expect, it } from '@jest/globals';
import { type SseFrame, SseParser } from './sse-parser.js';

function read(pieces: readonly string[]): { frames: SseFrame[]; retries: number[] } {
  const frames: SseFrame[] = [];
  const retries: number[] = [];
  const parser = new SseParser(
    (frame) => frames.push(frame),
    (ms) => retries.push(ms),
  );
  for (const piece of pieces) parser.push(piece);
  return { frames, retries };
}

const message = (data: string, id = ''): SseFrame => ({ event: 'message', data, id });

const CASES: readonly [name: string, text: string, frames: SseFrame[], retries?: number[]][] = [
  ['one line', 'data: a\n\n', [message('a')]],
  ['no blank after the colon', 'data:a\n\n', [message('a')]],
  ['one blank is taken off, not two', 'data:  a\n\n', [message(' a')]],
  ['several lines of data', 'data: a\ndata: b\ndata\ndata: \n\n', [message('a\nb\n\n')]],
  ['CRLF', 'id: 1\r\ndata: a\r\n\r\ndata: b\r\n\r\n', [message('a', '1'), message('b', '1')]],
  ['CR alone', 'data: a\r\rdata: b\r\r', [message('a'), message('b')]],
  ['mixed line ends', 'data: a\r\ndata: b\rdata: c\n\r\n', [message('a\nb\nc')]],
  ['CR, then LF: one end and a blank line', 'data: a\n\r\ndata: b\n\n', [message('a'), message('b')]],
  ['a byte order mark', '\uFEFFdata: a\n\n', [message('a')]],
  ['only one of them', '\uFEFF\uFEFFdata: a\n\ndata: b\n\n', [message('b')]],
  ['comments', ':\n\n: heartbeat\n\ndata: a\n: inside\ndata: b\n\n', [message('a\nb')]],
  [
    'a named event, for one block',
    'event: bye\ndata: {}\n\ndata: a\n\n',
    [{ event: 'bye', data: '{}', id: '' }, message('a')],
  ],
  ['an empty name', 'event\ndata: a\n\n', [message('a')]],
  ['a name without data', 'event: bye\n\ndata: a\n\n', [message('a')]],
  ['an id that stays', 'id: 7\ndata: a\n\ndata: b\n\n', [message('a', '7'), message('b', '7')]],
  ['an id that is taken back', 'id: 7\ndata: a\n\nid\ndata: b\n\n', [message('a', '7'), message('b')]],
  ['an id with NUL', 'id: 7\nid: 8\0\ndata: a\n\n', [message('a', '7')]],
  ['an id without data', 'id: 9\n\n', [{ event: 'message', data: undefined, id: '9' }]],
  ['retry', 'retry: 1500\n\nretry: 1.5\n\nretry: -1\n\nretry:\n\n', [], [1500]],
  ['unknown fields', 'colour: red\ndata: a\nDATA: b\n data: c\n\n', [message('a')]],
  ['a block that is not ended', 'data: a\n\ndata: b\n', [message('a')]],
  ['line separators that are none', 'data: a\u2028b\u0085c\u000Bd\n\n', [message('a\u2028b\u0085c\u000Bd')]],
  ['colons in the data', 'data: {"a":"data: b"}\n\n', [message('{"a":"data: b"}')]],
  ['nothing', '', []],
];

describe('SseParser', () => {
  it.each(CASES)('reads %s', (_, text, frames, retries = []) => {
    expect(read([text])).toEqual({ frames, retries });
  });

  it.each(CASES)('reads %s, cut anywhere', (_, text, frames, retries = []) => {
    for (let cut = 0; cut <= text.length; cut += 1) {
      expect([cut, read([text.slice(0, cut), text.slice(cut)])]).toEqual([cut, { frames, retries }]);
    }
    expect(read([...text])).toEqual({ frames, retries });
  });
});
