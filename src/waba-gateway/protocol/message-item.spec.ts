import { describe, it, expect } from '@jest/globals';
import { JsonObject } from './json-fields.js';
import { parseMessage } from './message-item.js';
import { MessageItem } from './webhook.types.js';

const context = { phoneNumberId: '1', wabaId: '2' };
const text = { from: '77011234567', id: 'wamid.1', timestamp: '1750030073', type: 'text', text: { body: 'a' } };

function read(message: JsonObject, contacts: unknown[] = [], isOnlyMessage = true): MessageItem {
  const item = parseMessage(message, context, contacts, isOnlyMessage);
  if (typeof item === 'string') throw new Error(item);
  return item;
}

describe('parseMessage', () => {
  // hostile case W20
  it.each<[unknown, string | null]>([
    ['1750030073', '2025-06-15T23:27:53.000Z'],
    [1750030073, '2025-06-15T23:27:53.000Z'],
    ['253402300799', '9999-12-31T23:59:59.000Z'],
    ['253402300800', null],
    [1750030073000, null],
    [0, null],
    ['0', null],
    [-5, null],
    ['-5', null],
    ['abc', null],
    ['', null],
    ['1e9', null],
    [Infinity, null],
    [null, null],
    [{}, null],
    [undefined, null],
  ])('reads the time %j as %j', (timestamp, expected) => {
    expect(read({ ...text, timestamp }).timestamp?.toISOString() ?? null).toBe(expected);
  });

  // hostile case W22
  it.each<[string, JsonObject, MessageItem['from']]>([
    ['a phone with a plus and spaces', { from: '+7 (701) 123-45-67' }, { waId: '77011234567' }],
    ['a phone as a number', { from: 77011234567 }, { waId: '77011234567' }],
    ['30 digits', { from: '1'.repeat(30) }, { waId: '1'.repeat(30) }],
    ['100 digits', { from: '1'.repeat(100) }, { waId: '1'.repeat(64) }],
    ['letters', { from: 'abc def' }, { waId: 'abc def' }],
    ['a BSUID beside the phone', { from_user_id: 'KZ.134' }, { waId: '77011234567', bsuid: 'KZ.134' }],
    ['a BSUID alone', { from: undefined, from_user_id: 'KZ.134' }, { bsuid: 'KZ.134' }],
    ['a BSUID in place of the phone', { from: 'KZ.13491208655302741918' }, { bsuid: 'KZ.13491208655302741918' }],
    ['a parent BSUID in place of the phone', { from: 'KZ.ENT.118' }, { parentBsuid: 'KZ.ENT.118' }],
    [
      'a parent',
      { from: '', from_user_id: 'KZ.134', from_parent_user_id: 'KZ.ENT.118' },
      { bsuid: 'KZ.134', parentBsuid: 'KZ.ENT.118' },
    ],
    [
      'a system message without a sender',
      {
        from: undefined,
        type: 'system',
        system: { type: 'user_changed_user_id', user_id: 'KZ.2', previous_user_id: 'KZ.1' },
      },
      { bsuid: 'KZ.1' },
    ],
  ])('reads a sender given by %s', (_name, change, expected) => {
    expect(read({ ...text, ...change }).from).toEqual(expected);
  });

  it.each<[string, JsonObject, unknown[], boolean, MessageItem['from'], string | undefined]>([
    [
      'the contact with the same phone',
      text,
      [
        { wa_id: '77019999999', user_id: 'KZ.9', profile: { name: 'Other' } },
        { wa_id: '77011234567', user_id: 'KZ.1', profile: { name: 'Right' } },
      ],
      false,
      { waId: '77011234567', bsuid: 'KZ.1' },
      'Right',
    ],
    [
      'the contact with the same user id',
      { ...text, from: undefined, from_user_id: 'KZ.1' },
      [null, { wa_id: '77011234567', user_id: 'KZ.1', profile: { name: 'Right' } }, 'x'],
      false,
      { waId: '77011234567', bsuid: 'KZ.1' },
      'Right',
    ],
    [
      'the only contact of the only message',
      text,
      [{ user_id: 'KZ.1', profile: { name: 'Right' } }],
      true,
      { waId: '77011234567', bsuid: 'KZ.1' },
      'Right',
    ],
    [
      'the only contact for a message without a sender',
      { ...text, from: undefined },
      [{ wa_id: '77011234567' }],
      false,
      { waId: '77011234567' },
      undefined,
    ],
    [
      'no contact that may belong to another message',
      text,
      [{ user_id: 'KZ.1', profile: { name: 'Wrong' } }],
      false,
      { waId: '77011234567' },
      undefined,
    ],
    [
      'no contact that contradicts',
      text,
      [{ wa_id: '77019999999', user_id: 'KZ.9', profile: { name: 'Wrong' } }],
      true,
      { waId: '77011234567' },
      undefined,
    ],
  ])('takes %s', (_name, message, contacts, isOnly, from, profileName) => {
    const item = read(message, contacts, isOnly);
    expect([item.from, item.profileName]).toEqual([from, profileName]);
  });

  // hostile case W23
  it('keeps a strange name as it is and bounds only what nobody can have', () => {
    const name = `<img onerror=x> \u202E${'я'.repeat(10_000)}`;
    expect(read(text, [{ wa_id: '77011234567', profile: { name } }]).profileName).toBe(name);
    expect(read(text, [{ wa_id: '77011234567', profile: { name: 'я'.repeat(1e5) } }]).profileName).toHaveLength(16_384);
  });

  it.each<[string, JsonObject, string]>([
    ['Meta gives', { type: 'hologram' }, 'hologram'],
    ['that is very long', { type: 'x'.repeat(100) }, 'x'.repeat(64)],
    ['missing beside a known object', { type: undefined }, 'text'],
    ['missing altogether', { type: undefined, text: undefined }, 'unknown'],
    ['that is no text', { type: {}, text: undefined }, 'unknown'],
  ])('reads a type %s', (_name, change, type) => {
    expect(read({ ...text, ...change }).type).toBe(type);
  });

  it('keeps what is quoted, advertised, wrong, and the group', () => {
    const item = read({
      ...text,
      context: { from: '1', id: 'wamid.0' },
      referral: { source_type: 'ad', ctwa_clid: 'c' },
      errors: [{ code: '131051', message: 'Message type unknown', error_data: { details: 'd' } }, 5],
      group_id: 'g1',
    });
    expect(item).toMatchObject({
      replyTo: { wamid: 'wamid.0' },
      referral: { source_type: 'ad', ctwa_clid: 'c' },
      errors: [{ code: 131051, title: 'Message type unknown', details: 'd' }],
      groupId: 'g1',
    });
  });

  it('has no quote for a forwarded message', () => {
    expect(read({ ...text, context: { forwarded: true } })).not.toHaveProperty('replyTo');
  });

  it.each([undefined, '', 7, 'a b', 'wamid.\n', 'x'.repeat(513), 'вамид'])('refuses the wamid %j', (id) => {
    expect(parseMessage({ ...text, id }, context, [], true)).toBe('wamid_unusable');
  });

  it('refuses a message nobody sent', () => {
    expect(parseMessage({ ...text, from: ' ' }, context, [], true)).toBe('identity_missing');
  });
});
