import type { MessageItem, StatusItem } from '../../waba-gateway/protocol/webhook.types.js';

/** A message of a customer, with the channel it came to and when its body reached us. */
export interface InboundItem {
  channelId: number;
  receivedAt: Date;
  item: MessageItem;
}

export interface ReceiptItem {
  channelId: number;
  receivedAt: Date;
  item: StatusItem;
}

/**
 * When a customer's message counts as written: Meta's time, never later than it reached us, so that a clock that runs ahead opens no
 * window; where Meta's time is unusable, when it reached us.
 */
export function inboundTimestamp({ item, receivedAt }: InboundItem): Date {
  return item.timestamp !== null && item.timestamp < receivedAt ? item.timestamp : receivedAt;
}

/** Meta's own notices about a customer: kept in the chat, but nobody wrote them, so they open no window and count as nothing unread. */
export function isWrittenByCustomer({ item }: InboundItem): boolean {
  return item.type !== 'system';
}
