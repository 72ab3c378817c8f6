import { JsonObject, asId, asObject, cut } from './json-fields.js';
import { IdentityHints } from './webhook.types.js';

const BSUID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]+$/;
/** Country code, dot, at most 128 characters; some more for what comes next. */
const BSUID_MAX_LENGTH = 160;
const WA_ID_MAX_LENGTH = 64;

export interface RawIdentity {
  phone?: unknown;
  userId?: unknown;
  parentUserId?: unknown;
}

/** What identity fields say. A BSUID where a phone belongs (some feeds do that) is recognised by its shape. */
export function readIdentity(raw: RawIdentity): IdentityHints {
  const hints: IdentityHints = {};
  const phone = asId(raw.phone);
  if (phone !== undefined && BSUID.test(phone)) hints[bsuidKind(phone)] = cut(phone, BSUID_MAX_LENGTH);
  else if (phone !== undefined) hints.waId = normaliseWaId(phone);
  const bsuid = asId(raw.userId);
  if (bsuid !== undefined) hints.bsuid = cut(bsuid, BSUID_MAX_LENGTH);
  const parent = asId(raw.parentUserId);
  if (parent !== undefined) hints.parentBsuid = cut(parent, BSUID_MAX_LENGTH);
  return hints;
}

export function isEmptyIdentity(hints: IdentityHints): boolean {
  return hints.waId === undefined && hints.bsuid === undefined && hints.parentBsuid === undefined;
}

/**
 * The entry of `contacts[]` that speaks of this person: by phone or user id. A single entry also serves a single
 * message, unless it contradicts it: identities that disagree must never make two people one.
 */
export function findContact(contacts: unknown[], hints: IdentityHints, isOnlyMessage: boolean): JsonObject | undefined {
  const candidates = contacts.map(asObject).filter((contact) => contact !== undefined);
  const exact = candidates.find((contact) => sharesIdentity(readContactIdentity(contact), hints));
  if (exact !== undefined) return exact;
  const [single] = candidates;
  if (candidates.length !== 1 || single === undefined) return undefined;
  if (!isOnlyMessage && !isEmptyIdentity(hints)) return undefined;
  return contradicts(readContactIdentity(single), hints) ? undefined : single;
}

/** What the message says of its sender, completed by its contact; the message decides where both speak. */
export function mergeIdentity(hints: IdentityHints, contact: JsonObject | undefined): IdentityHints {
  if (contact === undefined) return hints;
  return { ...readContactIdentity(contact), ...hints };
}

function readContactIdentity(contact: JsonObject): IdentityHints {
  return readIdentity({ phone: contact.wa_id, userId: contact.user_id, parentUserId: contact.parent_user_id });
}

function sharesIdentity(a: IdentityHints, b: IdentityHints): boolean {
  return (a.waId !== undefined && a.waId === b.waId) || (a.bsuid !== undefined && a.bsuid === b.bsuid);
}

function contradicts(a: IdentityHints, b: IdentityHints): boolean {
  return differs(a.waId, b.waId) || differs(a.bsuid, b.bsuid);
}

function differs(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function bsuidKind(bsuid: string): 'bsuid' | 'parentBsuid' {
  return bsuid.startsWith('ENT.', 3) ? 'parentBsuid' : 'bsuid';
}

/** Digits where it is a phone number in any spelling; else what came, so that its sender is not invisible. */
function normaliseWaId(phone: string): string {
  const digits = phone.replace(/[\s+()-]/g, '');
  return cut(/^\d+$/.test(digits) ? digits : phone, WA_ID_MAX_LENGTH);
}
