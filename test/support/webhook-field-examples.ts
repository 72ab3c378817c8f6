import { PHONE_NUMBER_ID } from './test-desk.js';
import type { WebhookExample } from './webhook-examples.js';

/** One `change` for every row of the reference's tables of statuses, identities and other fields; messages stand in `webhook-examples.ts`. */

const OURS = '77270000000';
const PHONE = '77016660009';
const BSUID = 'KZ.13491208655302741918';
const AROUND = {
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: OURS, phone_number_id: PHONE_NUMBER_ID },
};
const TIME = '1772360000';
const CONTACT = {
  profile: { name: 'Айгуль', username: 'aigul.k' },
  wa_id: PHONE,
  user_id: BSUID,
  parent_user_id: 'KZ.ENT.118',
  identity_key_hash: 'a1',
};
const TEMPLATE = {
  message_template_id: 1_380_000_000_000_001,
  message_template_name: 'order_ready',
  message_template_language: 'ru',
};

function status(name: string, more: Record<string, unknown>): WebhookExample {
  const item = { id: 'wamid.field.status', status: name, timestamp: TIME, recipient_id: PHONE, ...more };
  return { name: `status ${name}`, field: 'messages', value: { ...AROUND, contacts: [CONTACT], statuses: [item] } };
}

function other(field: string, value: Record<string, unknown>, about = ''): WebhookExample {
  return { name: `${field} ${about}`.trim(), field, value };
}

const ERROR = { code: 131049, title: 'T', message: 'T', error_data: { details: 'D' }, href: 'https://example.com' };
const ECHO = { from: OURS, to: PHONE, to_user_id: BSUID, timestamp: TIME };
const CALL = { id: 'wacid.field.1', from: PHONE, to: OURS, timestamp: TIME, direction: 'USER_INITIATED' };
const SYSTEM = { body: 'B', user_id: BSUID, previous_user_id: 'KZ.1', parent_user_id: 'KZ.ENT.1' };

function said(name: string, item: Record<string, unknown>): WebhookExample {
  return {
    name,
    field: 'messages',
    value: { ...AROUND, messages: [{ id: `wamid.field.${name}`, timestamp: TIME, ...item }] },
  };
}

export const FIELD_EXAMPLES: readonly WebhookExample[] = [
  status('sent', {
    biz_opaque_callback_data: 'msg-456',
    conversation: { id: 'c1', expiration_timestamp: TIME, origin: { type: 'utility' } },
    pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
  }),
  status('delivered', { recipient_user_id: BSUID, recipient_parent_user_id: 'KZ.ENT.118' }),
  status('read', { recipient_type: 'group', recipient_participant_id: PHONE }),
  status('played', {}),
  status('deleted', {}),
  status('failed', { errors: [ERROR] }),
  said('without a phone', {
    from_user_id: BSUID,
    from_parent_user_id: 'KZ.ENT.118',
    type: 'text',
    text: { body: 'a' },
  }),
  said('user_changed_number', {
    from: PHONE,
    type: 'system',
    system: { ...SYSTEM, type: 'user_changed_number', wa_id: '77016660010' },
  }),
  said('user_changed_user_id', { type: 'system', system: { ...SYSTEM, type: 'user_changed_user_id' } }),
  said('customer_identity_changed', {
    from: PHONE,
    type: 'system',
    system: { body: 'B', type: 'customer_identity_changed' },
    identity: { acknowledged: false, created_timestamp: TIME, hash: 'a1' },
  }),
  said('of a group', { from: PHONE, group_id: 'Y2FwaV9ncm91cDox', type: 'text', text: { body: 'a' } }),
  other('message_template_status_update', {
    ...TEMPLATE,
    event: 'PAUSED',
    message_template_category: 'UTILITY',
    reason: null,
    other_info: { title: 'FIRST_PAUSE', description: 'd' },
    disable_info: { disable_date: TIME },
    rejection_info: { reason: 'r' },
  }),
  other('message_template_quality_update', { ...TEMPLATE, previous_quality_score: 'GREEN', new_quality_score: 'RED' }),
  other('template_category_update', { ...TEMPLATE, previous_category: 'UTILITY', new_category: 'MARKETING' }),
  other('message_template_components_update', {
    ...TEMPLATE,
    message_template_element: 'Тело',
    message_template_title: 'Верх',
    message_template_footer: 'Низ',
    message_template_buttons: [{ message_template_button_type: 'URL', message_template_button_url: 'https://a.b' }],
  }),
  other('phone_number_quality_update', {
    display_phone_number: OURS,
    event: 'THROUGHPUT_UPGRADE',
    current_limit: 'TIER_2K',
    old_limit: 'TIER_250',
    max_daily_conversations_per_business: 'TIER_2K',
  }),
  other('phone_number_name_update', {
    display_phone_number: OURS,
    decision: 'REJECTED',
    requested_verified_name: 'Shop',
    rejection_reason: 'NAME_FORMAT',
  }),
  other(
    'account_update',
    { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: 'R', expiration: 1 }] },
    'restriction',
  ),
  other('account_update', { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'ADULT' } }, 'violation'),
  other(
    'account_update',
    { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE', waba_ban_date: 'd' } },
    'ban',
  ),
  other(
    'account_update',
    { event: 'VOLUME_BASED_PRICING_TIER_UPDATE', volume_tier_info: { tier_update_time: 1, tier: '0:2000' } },
    'tier',
  ),
  other('account_alerts', {
    entity_type: 'WABA',
    entity_id: 1,
    alert_severity: 'CRITICAL',
    alert_status: 'NONE',
    alert_type: 'OBA_APPROVED',
    alert_description: 'd',
  }),
  other('account_review_update', { decision: 'APPROVED' }),
  other('business_capability_update', {
    max_daily_conversations_per_business: 2000,
    max_phone_numbers_per_business: 25,
  }),
  other('security', { display_phone_number: OURS, event: 'PIN_CHANGED', requester: '1' }),
  other('account_settings_update', {
    type: 'phone_number_settings',
    timestamp: TIME,
    phone_number_settings: { phone_number_id: '1' },
  }),
  other('flows', { event: 'FLOW_STATUS_CHANGE', flow_id: '1', old_status: 'DRAFT', new_status: 'PUBLISHED' }),
  other('partner_solutions', { event: 'SOLUTION_CREATED', solution_id: '1', solution_status: 'DRAFT' }),
  other('payment_configuration_update', { configuration_name: 'c', provider_name: 'p', status: 'Active' }),
  other('automatic_events', {
    ...AROUND,
    automatic_events: [{ id: 'wamid.field.e', event_name: 'LeadSubmitted', timestamp: 1 }],
  }),
  other('business_username_updates', { display_phone_number: OURS, username: 'shop', status: 'approved' }),
  other('user_preferences', {
    ...AROUND,
    contacts: [CONTACT],
    user_preferences: [
      {
        wa_id: PHONE,
        user_id: BSUID,
        category: 'marketing_messages',
        value: 'stop',
        detail: 'd',
        timestamp: 1_772_360_000,
      },
    ],
  }),
  other(
    'smb_message_echoes',
    { ...AROUND, message_echoes: [{ ...ECHO, id: 'wamid.field.echo', type: 'text', text: { body: 'a' } }] },
    'text',
  ),
  other(
    'smb_message_echoes',
    {
      ...AROUND,
      message_echoes: [
        {
          ...ECHO,
          id: 'wamid.field.edit',
          type: 'edit',
          edit: { original_message_id: 'wamid.field.echo', message: { type: 'text', text: { body: 'b' } } },
        },
      ],
    },
    'edit',
  ),
  other(
    'smb_message_echoes',
    {
      ...AROUND,
      message_echoes: [
        { ...ECHO, id: 'wamid.field.revoke', type: 'revoke', revoke: { original_message_id: 'wamid.field.echo' } },
      ],
    },
    'revoke',
  ),
  other(
    'history',
    {
      ...AROUND,
      history: [
        {
          metadata: { phase: 0, chunk_order: 1, progress: 100 },
          threads: [
            {
              id: PHONE,
              messages: [
                {
                  from: PHONE,
                  id: 'wamid.field.h1',
                  timestamp: '1764500000',
                  type: 'text',
                  text: { body: 'a' },
                  history_context: { status: 'READ' },
                },
                {
                  from: OURS,
                  to: PHONE,
                  id: 'wamid.field.h2',
                  timestamp: '1764500060',
                  type: 'image',
                  image: { id: '1', mime_type: 'image/jpeg' },
                  history_context: { status: 'DELIVERED' },
                },
              ],
            },
          ],
        },
      ],
    },
    'chunk',
  ),
  other(
    'history',
    { ...AROUND, history: [{ errors: [{ code: 2_593_109, title: 'T', message: 'M', error_data: { details: 'D' } }] }] },
    'declined',
  ),
  other(
    'calls',
    {
      ...AROUND,
      contacts: [CONTACT],
      calls: [
        { ...CALL, event: 'terminate', status: 'COMPLETED', start_time: TIME, end_time: '1772360120', duration: 120 },
      ],
    },
    'ended',
  ),
  other(
    'calls',
    { ...AROUND, calls: [{ ...CALL, event: 'connect', session: { sdp_type: 'offer', sdp: 'v=0' } }] },
    'connect',
  ),
  other(
    'calls',
    {
      ...AROUND,
      statuses: [{ id: 'wacid.field.2', type: 'call', status: 'RINGING', timestamp: TIME, recipient_id: PHONE }],
    },
    'status',
  ),
  other('group_status_update', { ...AROUND, groups: [{ timestamp: TIME, group_id: 'g', type: 'group_suspend' }] }),
  other('user_id_update', {
    ...AROUND,
    user_id_update: [{ wa_id: PHONE, detail: 'd', user_id: { previous: 'KZ.1', current: BSUID }, timestamp: TIME }],
  }),
  other('standby', { ...AROUND, messages: [] }),
  other('from_2027', { anything: [{ at: 'all' }] }),
];
