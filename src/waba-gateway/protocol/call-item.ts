import { findContact, isEmptyIdentity, mergeIdentity, readIdentity } from './identity.js';
import { JsonObject, asId, asObject, asText, asTime, cut } from './json-fields.js';
import { renderContent } from './message-content.js';
import type { ChangeContext, ItemResult } from './message-item.js';
import { readWamid } from './wamid.js';
import type { EchoItem, IdentityHints, MessageItem } from './webhook.types.js';

const NAME_MAX_LENGTH = 16 * 1024;

/**
 * A piece of `calls[]`. The line of a call is its end (`terminate`, with how long it took); its beginning (`connect`) is a sign that
 * the customer is there, which refreshes the window (Meta's page on the customer service window). Undefined for what is neither, and
 * for the beginning of our own call: that says nothing of the customer.
 */
export function parseCall(
  call: JsonObject,
  context: ChangeContext,
  contacts: unknown[],
): ItemResult<MessageItem | EchoItem> | undefined {
  if (call.event !== 'terminate' && call.event !== 'connect') return undefined;
  const isOurs = isFromUs(call, context);
  if (isOurs && call.event === 'connect') return undefined;
  const wamid = readWamid(call.id);
  if (wamid === undefined) return 'wamid_unusable';
  const person = personOf(call, isOurs);
  // `session` is the SDP of the media: addresses and keys nobody needs to see.
  const { session: _session, ...details } = call;
  const body = {
    ...context,
    wamid,
    timestamp: asTime(call.start_time) ?? asTime(call.timestamp),
    type: 'call',
    ...renderContent('call', details),
    details,
    raw: call,
  };
  if (isOurs) return isEmptyIdentity(person) ? 'identity_missing' : { kind: 'echo', ...body, to: person };
  const contact = findContact(contacts, person, true);
  const from = mergeIdentity(person, contact);
  if (isEmptyIdentity(from)) return 'identity_missing';
  const profileName = asText(asObject(contact?.profile)?.name);
  return {
    kind: 'message',
    ...body,
    from,
    ...(profileName === undefined ? {} : { profileName: cut(profileName, NAME_MAX_LENGTH) }),
    ...(call.event === 'connect' ? { isSignOfLife: true } : {}),
  };
}

/** Older payloads name no direction; the one who calls is `from`. */
function isFromUs({ direction, from }: JsonObject, { displayPhoneNumber }: ChangeContext): boolean {
  if (direction === 'BUSINESS_INITIATED' || direction === 'USER_INITIATED') return direction === 'BUSINESS_INITIATED';
  return displayPhoneNumber !== undefined && digitsOf(from) === digitsOf(displayPhoneNumber);
}

function digitsOf(phone: unknown): string {
  return (asId(phone) ?? '').replace(/\D/g, '');
}

function personOf(call: JsonObject, isOurs: boolean): IdentityHints {
  return isOurs
    ? readIdentity({ phone: call.to, userId: call.to_user_id, parentUserId: call.to_parent_user_id })
    : readIdentity({ phone: call.from, userId: call.from_user_id, parentUserId: call.from_parent_user_id });
}
