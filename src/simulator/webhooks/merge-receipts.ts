import { SimulatedNumber } from '../simulator-options.js';
import { valueHead, WebhookEnvelope, WebhookValue } from './envelope.js';

/** Meta puts up to so many updates into one body (its page "Webhooks overview"). */
export const MAX_UPDATES_PER_BODY = 1000;

export interface Receipt {
  number: SimulatedNumber;
  value: WebhookValue;
}

/** One body of many receipts in their order: an entry per account, a change per business number, each contact once. */
export function mergeReceipts(receipts: readonly Receipt[]): WebhookEnvelope {
  const byNumber = groupBy(receipts, ({ number }) => number.phoneNumberId);
  const byAccount = groupBy([...byNumber.values()], ([first]) => first?.number.wabaId ?? '');
  return {
    object: 'whatsapp_business_account',
    entry: [...byAccount].map(([id, numbers]) => ({
      id,
      changes: numbers.map((ofNumber) => ({ value: valueOf(ofNumber), field: 'messages' })),
    })),
  };
}

function valueOf(receipts: readonly Receipt[]): WebhookValue {
  const head = receipts[0] === undefined ? {} : valueHead(receipts[0].number);
  const contacts = receipts.flatMap(({ value }) => listIn(value, 'contacts'));
  const distinct = [...new Map(contacts.map((contact) => [JSON.stringify(contact), contact])).values()];
  const statuses = receipts.flatMap(({ value }) => listIn(value, 'statuses'));
  return { ...head, ...(distinct.length === 0 ? {} : { contacts: distinct }), statuses };
}

function listIn(value: WebhookValue, key: string): unknown[] {
  const list = value[key];
  return Array.isArray(list) ? list : [];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
