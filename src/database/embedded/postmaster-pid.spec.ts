import { describe, expect, it } from '@jest/globals';
import { parsePostmasterPid } from './postmaster-pid.js';

describe('parsePostmasterPid', () => {
  const upToKey = '4738\n/data\n1763823000\n54399\n\n127.0.0.1\n   123456     7\n';
  it.each([
    ['a postmaster that takes connections', `${upToKey}ready   \n`, { pid: 4738, isReady: true }],
    ['one that starts', `${upToKey}starting\n`, { pid: 4738, isReady: false }],
    ['one that has written its first lines only', '4738\n/data\n', { pid: 4738, isReady: false }],
    ['a standalone backend', '-4738\n/data\n', { pid: 4738, isReady: false }],
    ['an empty file', '', undefined],
    ['a file of something else', 'hello\n', undefined],
  ])('reads %s', (_title, text, expected) => {
    expect(parsePostmasterPid(text)).toEqual(expected);
  });
});
