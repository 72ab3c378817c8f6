import { parsePhone } from './phone-number.js';

/** Whom to write to before a chat is known by its id. */
export interface ChatAddress {
  channelId: number;
  /** Digits, as `parsePhone` gives them. */
  phone: string;
}

/** Of fields that `PhoneField` has checked. */
export function toAddress({ channelId, phone }: ChatAddress): ChatAddress {
  const digits = parsePhone(phone);
  if (digits === undefined) throw new Error('a phone number came past its validation');
  return { channelId, phone: digits };
}
