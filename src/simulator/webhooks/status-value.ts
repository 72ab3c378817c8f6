import { Customer } from '../customers/customer.js';
import { ReceiptStatus } from '../customers/receipt-plan.js';
import { graphErrorRow } from '../graph/error-table.js';
import { SimulatedNumber } from '../simulator-options.js';
import { toMetaTime, valueHead, WebhookValue } from './envelope.js';

/** An accepted message, as far as its receipts need to know it. */
export interface SentMessage {
  wamid: string;
  number: SimulatedNumber;
  customer: Customer;
  addressedBy: 'phone' | 'bsuid';
  type: string;
  text: string | undefined;
  callbackData: string | undefined;
  /** The request as it was. */
  body: Readonly<Record<string, unknown>>;
  /** Hears that it was not delivered. */
  onFailed?: () => void;
}

const ERRORS_PAGE = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes';

/**
 * A receipt as webhooks of v24.0 and later carry it: no `conversation`, `pricing` with sent and delivered alone,
 * the username with delivered and read alone (Meta's pages on status webhooks and on business-scoped user ids).
 */
export function receiptValue(message: SentMessage, status: ReceiptStatus, happenedAt: number): WebhookValue {
  const { customer, number } = message;
  const withUsername = status !== 'sent' && customer.username !== undefined;
  return {
    ...valueHead(number),
    contacts: [
      {
        profile: { name: customer.name, ...(withUsername ? { username: customer.username } : {}) },
        ...(customer.waId === null ? {} : { wa_id: customer.waId }),
        user_id: customer.bsuid,
      },
    ],
    statuses: [
      {
        ...statusHead(message, status, happenedAt),
        recipient_user_id: customer.bsuid,
        ...callbackOf(message),
        ...(status === 'read' ? {} : { pricing: pricingOf(message.type) }),
      },
    ],
  };
}

/** A failure reported after acceptance: without contacts, and without the user id where a phone was written to. */
export function failedValue(
  message: SentMessage,
  failure: { code: number; details: string },
  happenedAt: number,
): WebhookValue {
  const { title } = graphErrorRow(failure.code);
  const error = {
    code: failure.code,
    title,
    message: title,
    error_data: { details: failure.details },
    href: ERRORS_PAGE,
  };
  return {
    ...valueHead(message.number),
    statuses: [
      {
        ...statusHead(message, 'failed', happenedAt),
        ...(message.addressedBy === 'bsuid' ? { recipient_user_id: message.customer.bsuid } : {}),
        ...callbackOf(message),
        errors: [error],
      },
    ],
  };
}

function statusHead(message: SentMessage, status: string, happenedAt: number): WebhookValue {
  const { waId } = message.customer;
  return {
    id: message.wamid,
    status,
    timestamp: toMetaTime(happenedAt),
    ...(waId === null ? {} : { recipient_id: waId }),
  };
}

function callbackOf({ callbackData }: SentMessage): WebhookValue {
  return callbackData === undefined ? {} : { biz_opaque_callback_data: callbackData };
}

function pricingOf(type: string): WebhookValue {
  return type === 'template'
    ? { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' }
    : { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' };
}
