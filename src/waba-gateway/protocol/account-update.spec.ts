import { describe, expect, it } from '@jest/globals';
import { readAccountUpdate } from './account-update.js';

describe('readAccountUpdate', () => {
  it.each<[string, unknown, object]>([
    [
      'phone_number_quality_update',
      { display_phone_number: '+7 727 000-00-00', event: 'FLAGGED', current_limit: 'TIER_1K' },
      { event: 'FLAGGED', sets: { quality: 'flagged', messagingLimit: 'TIER_1K' }, displayPhoneNumber: '77270000000' },
    ],
    [
      'phone_number_quality_update',
      { event: 'ONBOARDING', max_daily_conversations_per_business: 'TIER_250', current_limit: 'TIER_1K' },
      { event: 'ONBOARDING', sets: { messagingLimit: 'TIER_250' } },
    ],
    ['phone_number_quality_update', { event: 'UNFLAGGED' }, { event: 'UNFLAGGED', sets: { quality: 'ok' } }],
    ['phone_number_name_update', { decision: 'REJECTED' }, { event: 'REJECTED', sets: { nameStatus: 'REJECTED' } }],
    [
      'account_update',
      { event: 'PARTNER_REMOVED' },
      { event: 'PARTNER_REMOVED', sets: { accountStatus: 'disconnected' } },
    ],
    [
      'account_update',
      { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } },
      { event: 'DISABLED_UPDATE', sets: { accountStatus: 'disabled' } },
    ],
    ['account_update', { event: 'DISABLED_UPDATE', ban_info: 1 }, { event: 'DISABLED_UPDATE', sets: {} }],
    ['account_update', { event: 'FROM_2027' }, { event: 'FROM_2027', sets: {} }],
    [
      'business_capability_update',
      { max_daily_conversation_per_phone: -1 },
      { event: null, sets: { messagingLimit: 'UNLIMITED' } },
    ],
    [
      'business_capability_update',
      { max_daily_conversation_per_phone: 2000 },
      { event: null, sets: { messagingLimit: '2000' } },
    ],
    ['business_capability_update', { max_daily_conversation_per_phone: [] }, { event: null, sets: {} }],
    ['account_alerts', { alert_type: 'OBA_APPROVED' }, { event: 'OBA_APPROVED', sets: {} }],
    ['account_review_update', {}, { event: null, sets: {} }],
  ])('reads %s %j', (field, value, expected) => {
    expect(readAccountUpdate(field, value)).toEqual({ field, ...expected });
  });

  it.each([
    ['messages', {}],
    ['message_template_status_update', { event: 'APPROVED' }],
    ['account_update', null],
    ['account_update', 'x'],
    ['constructor', {}],
  ])('has nothing to do with %s %j', (field, value) => {
    expect(readAccountUpdate(field, value)).toBeUndefined();
  });
});
