import { describe, expect, it } from '@jest/globals';
import { aliasesOf, aliasKey, type PersonHints } from './resolve-customers.js';

const PHONE = '77011234567';

describe('aliasesOf', () => {
  it.each<[PersonHints, string[]]>([
    [{}, []],
    [{ waId: PHONE }, ['wa_id:77011234567']],
    [{ bsuid: 'KZ.1' }, ['bsuid:KZ.1']],
    [
      { parentBsuid: 'KZ.ENT.1', waId: PHONE, bsuid: 'KZ.1' },
      ['bsuid:KZ.1', 'wa_id:77011234567', 'parent_bsuid:KZ.ENT.1'],
    ],
  ])('of %j, the surest first, are %j', (hints, expected) => {
    expect(aliasesOf(hints).map(aliasKey)).toEqual(expected);
  });
});
