import { describe, expect, it } from '@jest/globals';
import { aliasesOf, aliasKey, findCustomer, type KnownAlias, type PersonHints } from './resolve-customers.js';

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

describe('findCustomer', () => {
  const known = (...aliases: [KnownAlias['kind'], string, number][]): KnownAlias[] =>
    aliases.map(([kind, value, customerId]) => ({ kind, value, customerId }));

  it.each<[string, PersonHints, KnownAlias[], number | undefined]>([
    ['nobody where no name is known', { waId: PHONE }, [], undefined],
    ['nobody where there is no name', {}, known(['wa_id', PHONE, 1]), undefined],
    ['the owner of a phone', { waId: PHONE }, known(['wa_id', PHONE, 1]), 1],
    ['nobody by the value of another kind', { bsuid: PHONE }, known(['wa_id', PHONE, 1]), undefined],
    ['the owner of a user id without a phone', { bsuid: 'KZ.1' }, known(['bsuid', 'KZ.1', 2]), 2],
    ['the owner of a phone who had no user id yet', { waId: PHONE, bsuid: 'KZ.1' }, known(['wa_id', PHONE, 1]), 1],
    ['the owner of a user id who had no phone yet', { waId: PHONE, bsuid: 'KZ.1' }, known(['bsuid', 'KZ.1', 2]), 2],
    ['one who has both', { waId: PHONE, bsuid: 'KZ.1' }, known(['wa_id', PHONE, 1], ['bsuid', 'KZ.1', 1]), 1],
    [
      'the user id’s owner where the phone is another’s',
      { waId: PHONE, bsuid: 'KZ.1' },
      known(['wa_id', PHONE, 1], ['bsuid', 'KZ.1', 2]),
      2,
    ],
    [
      'nobody where the phone changed hands',
      { waId: PHONE, bsuid: 'KZ.2' },
      known(['wa_id', PHONE, 1], ['bsuid', 'KZ.1', 1]),
      undefined,
    ],
    ['the owner of the parent id', { parentBsuid: 'KZ.ENT.1' }, known(['parent_bsuid', 'KZ.ENT.1', 3]), 3],
    [
      'nobody by a parent id that leads to another user id',
      { bsuid: 'KZ.2', parentBsuid: 'KZ.ENT.1' },
      known(['parent_bsuid', 'KZ.ENT.1', 3], ['bsuid', 'KZ.1', 3]),
      undefined,
    ],
    [
      'the owner of the phone before the parent id’s',
      { waId: PHONE, parentBsuid: 'KZ.ENT.1' },
      known(['parent_bsuid', 'KZ.ENT.1', 3], ['wa_id', PHONE, 1]),
      1,
    ],
  ])('finds %s', (_, hints, aliases, expected) => {
    expect(findCustomer(aliasesOf(hints), aliases)).toBe(expected);
    expect(findCustomer(aliasesOf(hints), [...aliases].reverse())).toBe(expected);
  });
});
