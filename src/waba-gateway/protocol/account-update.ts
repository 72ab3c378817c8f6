import { JsonObject, asId, asObject, asText, cut } from './json-fields.js';

/** What is known of a number beside its messages; each word is Meta's, or ours in lower case. */
export interface ChannelHealth {
  /** `flagged` while customers complain, `ok` when that is over. */
  quality?: string;
  /** How many customers a day may be reached outside a window: `TIER_2K`, `UNLIMITED`, or the number itself. */
  messagingLimit?: string;
  /** What became of the name that was asked for: `APPROVED`, `REJECTED` … */
  nameStatus?: string;
  accountStatus?: AccountStatus;
}

export const ACCOUNT_STATUSES = [
  'active',
  'restricted',
  'disable_scheduled',
  'disabled',
  'disconnected',
  'deleted',
] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** In these nothing can be sent or received any more. */
export const CUT_OFF: ReadonlySet<string> = new Set<AccountStatus>(['disabled', 'disconnected', 'deleted']);

/** What Meta says of an account or of one of its numbers. */
export interface AccountUpdate {
  field: string;
  event: string | null;
  sets: ChannelHealth;
  /** Digits of the number it speaks of; absent where it speaks of the whole account. */
  displayPhoneNumber?: string;
}

type Reader = (value: JsonObject) => Omit<AccountUpdate, 'field'>;

const WORD_MAX_LENGTH = 64;
const QUALITY: ReadonlyMap<string, string> = new Map([
  ['FLAGGED', 'flagged'],
  ['UNFLAGGED', 'ok'],
]);
const ACCOUNT: ReadonlyMap<string, AccountStatus> = new Map([
  ['ACCOUNT_RESTRICTION', 'restricted'],
  ['ACCOUNT_DELETED', 'deleted'],
  ['ACCOUNT_OFFBOARDED', 'disconnected'],
  ['PARTNER_REMOVED', 'disconnected'],
  ['PARTNER_APP_UNINSTALLED', 'disconnected'],
  ['ACCOUNT_RECONNECTED', 'active'],
  ['PARTNER_ADDED', 'active'],
  ['PARTNER_APP_INSTALLED', 'active'],
]);
/** `ban_info.waba_ban_state` of a `DISABLED_UPDATE`. */
const BANS: ReadonlyMap<string, AccountStatus> = new Map([
  ['DISABLE', 'disabled'],
  ['SCHEDULE_FOR_DISABLE', 'disable_scheduled'],
  ['REINSTATE', 'active'],
]);

/** A reader for each `field` about accounts and numbers (reference 2.7); those of templates are read elsewhere. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['phone_number_quality_update', readQuality],
  ['phone_number_name_update', readName],
  ['account_update', readAccount],
  ['business_capability_update', (value) => ({ event: null, sets: limitOf(value) })],
  ['account_review_update', (value) => ({ event: wordOf(value.decision), sets: {} })],
  ['account_alerts', (value) => ({ event: wordOf(value.alert_type), sets: {} })],
  ['account_settings_update', (value) => ({ event: wordOf(value.type), sets: {} })],
  ['security', (value) => ({ event: wordOf(value.event), sets: {} })],
]);

/** Undefined for a field that is about something else, and for a value that is no object. Total: what it cannot read sets nothing. */
export function readAccountUpdate(field: string, value: unknown): AccountUpdate | undefined {
  const [read, object] = [READERS.get(field), asObject(value)];
  if (read === undefined || object === undefined) return undefined;
  const displayPhoneNumber = (asId(object.display_phone_number) ?? asId(object.phone_number) ?? '').replace(/\D/g, '');
  return { field, ...read(object), ...(displayPhoneNumber === '' ? {} : { displayPhoneNumber }) };
}

function readQuality(value: JsonObject): ReturnType<Reader> {
  const event = wordOf(value.event);
  const quality = QUALITY.get(event ?? '');
  return { event, sets: { ...(quality === undefined ? {} : { quality }), ...limitOf(value) } };
}

function readName(value: JsonObject): ReturnType<Reader> {
  const decision = wordOf(value.decision);
  return { event: decision, sets: decision === null ? {} : { nameStatus: decision } };
}

function readAccount(value: JsonObject): ReturnType<Reader> {
  const event = wordOf(value.event);
  const ban = wordOf(asObject(value.ban_info)?.waba_ban_state);
  const accountStatus = event === 'DISABLED_UPDATE' ? BANS.get(ban ?? '') : ACCOUNT.get(event ?? '');
  return { event, sets: accountStatus === undefined ? {} : { accountStatus } };
}

/** Under four names over the years; -1 is no limit (Meta's page on `business_capability_update`). */
function limitOf(value: JsonObject): ChannelHealth {
  const limit =
    value.max_daily_conversations_per_business ?? value.max_daily_conversation_per_phone ?? value.current_limit;
  if (limit === -1) return { messagingLimit: 'UNLIMITED' };
  const word = typeof limit === 'number' ? (asId(limit) ?? null) : wordOf(limit);
  return word === null ? {} : { messagingLimit: word };
}

function wordOf(value: unknown): string | null {
  const word = asText(value);
  return word === undefined ? null : cut(word.trim().toUpperCase(), WORD_MAX_LENGTH) || null;
}
