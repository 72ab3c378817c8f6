import { isEmptyIdentity, readIdentity } from './identity.js';
import { JsonObject, asId, asObject } from './json-fields.js';
import { ChangeContext, ItemResult, parseBody } from './message-item.js';
import type { HistoryItem, IdentityHints } from './webhook.types.js';

/** `history_context.status` of our own messages; what it does not name was sent. */
const STATUSES: ReadonlyMap<unknown, HistoryItem['status']> = new Map([
  ['DELIVERED', 'delivered'],
  ['READ', 'read'],
  ['PLAYED', 'read'],
  ['ERROR', 'failed'],
]);

/**
 * A message of a history sync. `thread` is the customer's number, under which Meta lists both sides; files come later, under the same
 * field but without a thread, and name the customer as `from` or `to`.
 */
export function parseHistoryMessage(
  message: JsonObject,
  context: ChangeContext,
  thread: unknown,
): ItemResult<HistoryItem> {
  const body = parseBody(message, context);
  if (typeof body === 'string') return body;
  const fromMe = isFromMe(message, context);
  const person = personOf(message, { thread, fromMe });
  if (isEmptyIdentity(person)) return 'identity_missing';
  const status = STATUSES.get(asObject(message.history_context)?.status) ?? 'sent';
  return { kind: 'history', ...body, person, fromMe, status: fromMe ? status : 'received' };
}

function isFromMe({ from, to }: JsonObject, { displayPhoneNumber }: ChangeContext): boolean {
  const ours = digitsOf(displayPhoneNumber);
  // Only what was written on the phone names whom it was written to.
  return ours === '' ? to !== undefined : digitsOf(from) === ours;
}

function personOf(message: JsonObject, { thread, fromMe }: { thread: unknown; fromMe: boolean }): IdentityHints {
  const ofThread = readIdentity({ phone: thread });
  if (!isEmptyIdentity(ofThread)) return ofThread;
  return fromMe
    ? readIdentity({ phone: message.to, userId: message.to_user_id })
    : readIdentity({ phone: message.from, userId: message.from_user_id });
}

function digitsOf(phone: unknown): string {
  return (asId(phone) ?? '').replace(/\D/g, '');
}
