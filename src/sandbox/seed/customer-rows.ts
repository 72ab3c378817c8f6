import type { CustomerChange } from '../../chats/customer-change.entity.js';
import type { CustomerIdentity } from '../../chats/customer-identity.entity.js';
import type { CustomerMarketing } from '../../chats/customer-marketing.entity.js';
import type { ChatRows } from './seed-rows.js';

const CHANGED_NUMBER_CHAT = 304;
const OPTED_OUT_CHAT = 306;
const OLD_NUMBER = '77010000394';

export interface CustomerStories {
  identities: Omit<CustomerIdentity, 'id'>[];
  changes: Omit<CustomerChange, 'id'>[];
  marketing: CustomerMarketing[];
}

/** Somebody who came to us under another number, and somebody who wants no advertising. */
export function customerStories(rows: readonly ChatRows[]): CustomerStories {
  const mover = rows.find(({ chat }) => chat.id === CHANGED_NUMBER_CHAT);
  const quiet = rows.find(({ chat }) => chat.id === OPTED_OUT_CHAT);
  const number = mover?.identities.find(({ kind }) => kind === 'wa_id');
  if (mover === undefined || quiet === undefined || number === undefined) throw new Error('the demo lacks a customer');
  const { customerId, since: at } = number;
  const released = { confirmedAt: at, releasedAt: at, takenAt: null, formerCustomerId: null };
  const change = { kind: 'number_changed', fromValue: OLD_NUMBER, toValue: number.value } as const;
  return {
    identities: [{ customerId, kind: 'wa_id', value: OLD_NUMBER, since: at, ...released }],
    changes: [{ customerId, at, ...change, otherCustomerId: null, wamid: null }],
    marketing: [{ customerId: quiet.customer.id, optedOut: true, since: quiet.chat.updatedAt, source: 'customer' }],
  };
}
