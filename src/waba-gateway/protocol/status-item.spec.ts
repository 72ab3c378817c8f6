import { describe, it, expect } from '@jest/globals';
import { JsonObject } from './json-fields.js';
import { parseStatus } from './status-item.js';
import { IdentityHints, StatusItem } from './webhook.types.js';

const context = { phoneNumberId: '1', displayPhoneNumber: '7', wabaId: '2' };
const attemptId = '0b8e7f0c-3a52-4f43-9d0e-6a4de2a3a111';
const delivered = { id: 'wamid.9', status: 'delivered', timestamp: '1750030073', recipient_id: '77011234567' };

function read(change: JsonObject): StatusItem {
  const item = parseStatus({ ...delivered, ...change }, context);
  if (typeof item === 'string') throw new Error(item);
  return item;
}

describe('parseStatus', () => {
  it('reads a receipt', () => {
    const pricing = { billable: true, category: 'utility' };
    const item = read({ recipient_user_id: 'KZ.134', biz_opaque_callback_data: attemptId, pricing });
    expect(item).toEqual({
      kind: 'status',
      phoneNumberId: '1',
      wabaId: '2',
      wamid: 'wamid.9',
      status: 'delivered',
      timestamp: new Date('2025-06-15T23:27:53.000Z'),
      attemptId,
      recipient: { waId: '77011234567', bsuid: 'KZ.134' },
      errors: [],
      details: { pricing },
      raw: { ...delivered, recipient_user_id: 'KZ.134', biz_opaque_callback_data: attemptId, pricing },
    });
  });

  it('reads why a message failed', () => {
    const errors = [
      { code: 131049, title: 't', message: 't', error_data: { details: 'd' }, href: 'https://h' },
      { code: '131026', message: 'm', error_data: 'plain' },
      { title: 'no code' },
      null,
    ];
    expect(read({ status: 'failed', errors }).errors).toEqual([
      { code: 131049, title: 't', details: 'd', href: 'https://h' },
      { code: 131026, title: 'm', details: 'plain' },
      { code: -1, title: 'no code' },
    ]);
  });

  it.each<[string, JsonObject, IdentityHints]>([
    ['no phone', { recipient_id: undefined, recipient_user_id: 'KZ.1' }, { bsuid: 'KZ.1' }],
    ['a BSUID in place of the phone', { recipient_id: 'KZ.1' }, { bsuid: 'KZ.1' }],
    ['a parent', { recipient_parent_user_id: 'KZ.ENT.1' }, { waId: '77011234567', parentBsuid: 'KZ.ENT.1' }],
    ['a parent by its older name', { parent_recipient_user_id: 'KZ.2' }, { waId: '77011234567', parentBsuid: 'KZ.2' }],
    ['nobody', { recipient_id: undefined }, {}],
  ])('reads a recipient with %s', (_name, change, expected) => {
    expect(read(change).recipient).toEqual(expected);
  });

  it('reads the participant of a group', () => {
    const item = read({ recipient_type: 'group', recipient_id: 'g1', recipient_participant_id: '77011234567' });
    expect([item.groupId, item.recipient]).toEqual(['g1', { waId: '77011234567' }]);
  });

  it.each(['msg-456', '', 7, `${attemptId}0`, { a: 1 }])('takes %j for no attempt of ours', (data) => {
    expect(read({ biz_opaque_callback_data: data })).not.toHaveProperty('attemptId');
  });

  it.each(['deleted', 'warning', 'DELIVERED', '', undefined, 5, '__proto__'])(
    'leaves the status %j for a replay',
    (status) => {
      expect(parseStatus({ ...delivered, status }, context)).toBe('unknown_status');
    },
  );

  it.each(['sent', 'delivered', 'read', 'failed', 'played'])('knows %s', (status) => {
    expect(read({ status }).status).toBe(status);
  });

  it('refuses a receipt of nothing', () => {
    expect(parseStatus({ ...delivered, id: undefined }, context)).toBe('wamid_unusable');
  });
});
