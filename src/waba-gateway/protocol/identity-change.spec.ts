import { describe, expect, it } from '@jest/globals';
import { type IdentityChange, readIdentityChange } from './identity-change.js';

const system = (fields: object, around: object = {}): Record<string, unknown> => ({
  id: 'wamid.1',
  type: 'system',
  system: { body: 'User changed', ...fields },
  ...around,
});
const NUMBER = { type: 'user_changed_number', wa_id: '77019999999' };
const FROM = { from: '77011234567' };

describe('readIdentityChange', () => {
  it.each<[string, Record<string, unknown>, IdentityChange | undefined]>([
    ['a new number', system(NUMBER, FROM), { from: { waId: '77011234567' }, became: { waId: '77019999999' } }],
    [
      'a new number in its old words',
      system({ type: 'customer_changed_number', new_wa_id: '77019999999' }, FROM),
      { from: { waId: '77011234567' }, became: { waId: '77019999999' } },
    ],
    [
      'a new number with its ids',
      system(
        {
          ...NUMBER,
          user_id: 'KZ.2',
          previous_user_id: 'KZ.1',
          parent_user_id: 'KZ.ENT.2',
          previous_parent_user_id: 'KZ.ENT.1',
        },
        FROM,
      ),
      {
        from: { waId: '77011234567', bsuid: 'KZ.1', parentBsuid: 'KZ.ENT.1' },
        became: { waId: '77019999999', bsuid: 'KZ.2', parentBsuid: 'KZ.ENT.2' },
      },
    ],
    [
      'a new id without any phone',
      system({ type: 'user_changed_user_id', user_id: 'KZ.2', previous_user_id: 'KZ.1' }),
      { from: { bsuid: 'KZ.1' }, became: { bsuid: 'KZ.2' } },
    ],
    [
      'the sender’s id as the old one',
      system({ ...NUMBER, user_id: 'KZ.2' }, { ...FROM, from_user_id: 'KZ.1' }),
      { from: { waId: '77011234567', bsuid: 'KZ.1' }, became: { waId: '77019999999', bsuid: 'KZ.2' } },
    ],
    [
      'the sender’s id as no old one where it is the new one',
      system({ ...NUMBER, user_id: 'KZ.2' }, { ...FROM, from_user_id: 'KZ.2' }),
      { from: { waId: '77011234567' }, became: { waId: '77019999999', bsuid: 'KZ.2' } },
    ],
    [
      'nothing in a changed security code',
      system({ type: 'customer_identity_changed', wa_id: '77011234567' }, FROM),
      undefined,
    ],
    ['nothing where the new name is missing', system({ type: 'user_changed_number' }, FROM), undefined],
    ['nothing in an object that is none', { ...system(NUMBER), system: ['x'] }, undefined],
    ['nothing in other messages', { ...system(NUMBER, FROM), type: 'text' }, undefined],
  ])('finds %s', (_, message, expected) => {
    expect(readIdentityChange(message)).toEqual(expected);
  });
});
