import { findContact, isEmptyIdentity, mergeIdentity, readIdentity } from './identity.js';
import { readIdentityChange } from './identity-change.js';
import { JsonObject, asId, asObject, asText, asTime, cut, ownValue } from './json-fields.js';
import { readChange } from './message-change.js';
import { KNOWN_MESSAGE_TYPES, detailsOf, renderContent } from './message-content.js';
import { readErrors } from './meta-error-item.js';
import { readWamid } from './wamid.js';
import { EchoItem, IdentityHints, MessageBody, MessageItem, WebhookProblemReason } from './webhook.types.js';

/** What the change around an item says. */
export interface ChangeContext {
  phoneNumberId: string;
  displayPhoneNumber?: string;
  wabaId?: string;
}

const TYPE_MAX_LENGTH = 64;
const NAME_MAX_LENGTH = 16 * 1024;

/** An item, or why there is none. */
export type ItemResult<T> = T | WebhookProblemReason;

export function parseMessage(
  message: JsonObject,
  context: ChangeContext,
  contacts: unknown[],
  isOnlyMessage: boolean,
): ItemResult<MessageItem> {
  const body = parseBody(message, context);
  if (typeof body === 'string') return body;
  const change = readIdentityChange(message);
  const hints = change === undefined ? readSender(message) : change.from;
  const contact = change === undefined ? findContact(contacts, hints, isOnlyMessage) : undefined;
  const from = isEmptyIdentity(hints) && change !== undefined ? change.became : mergeIdentity(hints, contact);
  if (isEmptyIdentity(from)) return 'identity_missing';
  const profile = asObject(contact?.profile) ?? {};
  const profileName = asText(profile.name);
  const username = asText(profile.username);
  const referral = asObject(message.referral);
  return {
    kind: 'message',
    ...body,
    from,
    ...(change !== undefined ? { became: change.became } : {}),
    ...(profileName !== undefined ? { profileName: cut(profileName, NAME_MAX_LENGTH) } : {}),
    ...(username !== undefined ? { username: cut(username, NAME_MAX_LENGTH) } : {}),
    ...(referral !== undefined ? { referral } : {}),
  };
}

export function parseEcho(message: JsonObject, context: ChangeContext): ItemResult<EchoItem> {
  const body = parseBody(message, context);
  if (typeof body === 'string') return body;
  const to = readIdentity({ phone: message.to, userId: message.to_user_id, parentUserId: message.to_parent_user_id });
  if (isEmptyIdentity(to)) return 'identity_missing';
  return { kind: 'echo', ...body, to };
}

/** What messages, echoes and history have in common; a reason where it is no message. */
export function parseBody(message: JsonObject, context: ChangeContext): ItemResult<MessageBody> {
  const wamid = readWamid(message.id);
  if (wamid === undefined) return 'wamid_unusable';
  const type = readType(message);
  const details = detailsOf(type, message);
  const repliedWamid = readWamid(asObject(message.context)?.id);
  const said = readContext(asObject(message.context) ?? {});
  const errors = readErrors(message.errors);
  const groupId = asId(message.group_id);
  const rendered = renderContent(type, details);
  const change = readChange(type, details, rendered);
  return {
    ...context,
    wamid,
    timestamp: asTime(message.timestamp),
    type,
    ...rendered,
    details,
    ...(change !== undefined ? { change } : {}),
    ...(repliedWamid !== undefined ? { replyTo: { wamid: repliedWamid } } : {}),
    ...(said !== undefined ? { context: said } : {}),
    ...(errors.length > 0 ? { errors } : {}),
    ...(groupId !== undefined ? { groupId } : {}),
    raw: message,
  };
}

/** Meta's word; where it lacks, the known object the message carries tells its type. */
function readType(message: JsonObject): string {
  const type = asId(message.type);
  if (type !== undefined) return cut(type, TYPE_MAX_LENGTH);
  return KNOWN_MESSAGE_TYPES.find((known) => ownValue(message, known) !== undefined) ?? 'unknown';
}

/**
 * Who wrote. A `system` message about a changed user id has no sender at all (Meta, August 2026): it speaks of the
 * identity we know so far, which stands in `system.previous_user_id`.
 */
function readSender(message: JsonObject): IdentityHints {
  const sender = readIdentity({
    phone: message.from,
    userId: message.from_user_id,
    parentUserId: message.from_parent_user_id,
  });
  if (!isEmptyIdentity(sender)) return sender;
  const system = asObject(message.system) ?? {};
  return readIdentity({
    userId: system.previous_user_id ?? system.user_id,
    parentUserId: system.previous_parent_user_id ?? system.parent_user_id,
  });
}

/** Forwarding names no message, and a question about a product names one of the catalogue. */
const CONTEXT_KEYS = ['forwarded', 'frequently_forwarded', 'referred_product'] as const;

function readContext(context: JsonObject): JsonObject | undefined {
  const said = CONTEXT_KEYS.flatMap((key) => (context[key] === undefined ? [] : [[key, context[key]] as const]));
  return said.length === 0 ? undefined : Object.fromEntries(said);
}
