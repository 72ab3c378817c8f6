import { describe, expect, it } from '@jest/globals';
import { allows, unprivilegedUser } from './run-as.js';

describe('unprivilegedUser', () => {
  const root = 'root:x:0:0:root:/root:/bin/bash\n';
  it.each([
    ['nobody by name', `${root}nobody:x:99:98:nobody:/:/sbin/nologin\n`, { uid: 99, gid: 98 }],
    ['nobody before daemon', `${root}daemon:x:1:1::/:\nnobody:x:65534:65534::/:\n`, { uid: 65534, gid: 65534 }],
    ['another where nobody has a negative id', `nobody:*:-2:-2::/:\ndaemon:*:1:1::/:\n`, { uid: 1, gid: 1 }],
    ['another where nobody is root', `nobody:x:0:0::/:\npostgres:x:70:71::/:\n`, { uid: 70, gid: 71 }],
    ['65534 where there is none', root, { uid: 65534, gid: 65534 }],
    ['65534 without the file', '', { uid: 65534, gid: 65534 }],
  ])('takes %s', (_title, passwd, expected) => {
    expect(unprivilegedUser(passwd)).toEqual(expected);
  });
});

describe('allows', () => {
  const who = { uid: 65534, gid: 65534 };
  it.each([
    ['others may enter', { mode: 0o40711, uid: 0, gid: 0 }, 1, true],
    ['others may not enter a home', { mode: 0o40700, uid: 0, gid: 0 }, 1, false],
    ['others may enter but not list', { mode: 0o40711, uid: 0, gid: 0 }, 5, false],
    ['the owner may', { mode: 0o40700, uid: 65534, gid: 0 }, 7, true],
    ['the group may', { mode: 0o40750, uid: 0, gid: 65534 }, 5, true],
    ['the class of the owner decides alone', { mode: 0o40077, uid: 65534, gid: 0 }, 1, false],
    ['the class of the group decides alone', { mode: 0o40707, uid: 0, gid: 65534 }, 1, false],
  ])('%s', (_title, access, wanted, expected) => {
    expect(allows(access, who, wanted)).toBe(expected);
  });
});
