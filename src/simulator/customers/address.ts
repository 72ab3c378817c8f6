import { createHash } from 'node:crypto';

/** A business-scoped user id, also a parent one (`KZ.ENT.…`). */
const BSUID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;
const PHONE_PUNCTUATION = /[\s()+-]/g;
const PHONE = /^[1-9]\d{6,14}$/;

export function isBsuid(text: string): boolean {
  return BSUID.test(text);
}

/** The canonical WhatsApp number (digits) of a phone as people write it; null for what is none. */
export function toWaId(text: string): string | null {
  const digits = text.replace(PHONE_PUNCTUATION, '');
  return PHONE.test(digits) ? digits : null;
}

/** The BSUID of a customer nobody gave one: the same for the same phone, across restarts too. */
export function bsuidOf(waId: string): string {
  const digest = createHash('sha256').update(waId).digest();
  return `KZ.9${(digest.readBigUInt64BE() % 10n ** 18n).toString().padStart(18, '0')}`;
}
