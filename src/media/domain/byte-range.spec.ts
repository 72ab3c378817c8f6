import { describe, expect, it } from '@jest/globals';
import { parseByteRange } from './byte-range.js';

const PARTS = [
  ['bytes=0-0', 0, 0],
  ['bytes=0-', 0, 99],
  ['bytes=0-99', 0, 99],
  ['bytes=0-100', 0, 99],
  ['bytes=99-', 99, 99],
  ['bytes=10-19', 10, 19],
  ['Bytes=10-999999999999999', 10, 99],
] as const;

const UNSATISFIABLE = [
  'bytes=-1',
  'bytes=9e99-',
  'bytes=100-',
  'bytes=999999999999999-',
  'bytes=9999999999999999999999-',
  'bytes=5-4',
  'bytes=-',
  'bytes=',
  'bytes=a-b',
  'bytes=0x1-2',
  'bytes=0-0,1-1',
  'bytes= 0-0',
  `bytes=${'0-0,'.repeat(1000)}`,
];

describe('parseByteRange', () => {
  it.each(PARTS)('reads %s of 100 bytes as %i to %i', (header, start, end) => {
    expect(parseByteRange(header, 100)).toEqual({ kind: 'part', start, end });
  });

  it.each(UNSATISFIABLE)('cannot satisfy %s', (header) => {
    expect(parseByteRange(header, 100)).toEqual({ kind: 'unsatisfiable' });
  });

  it.each([undefined, '', 'items=0-1', 'x'])('answers the whole file to %j', (header) => {
    expect(parseByteRange(header, 100)).toEqual({ kind: 'whole' });
  });

  it('cannot satisfy any range of an empty file', () => {
    expect(parseByteRange('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' });
  });
});
