import type {
  EchoItem,
  HistoryItem,
  MessageBody,
  MessageItem,
  StatusItem,
} from '../../waba-gateway/protocol/webhook.types.js';

/** A message of a customer, with the channel it came to and when its body reached us. */
export interface InboundItem {
  channelId: number;
  receivedAt: Date;
  item: MessageItem;
}

/** The same of what staff wrote on the phone of the number. */
export interface EchoInbound {
  channelId: number;
  receivedAt: Date;
  item: EchoItem;
}

/** The same of what a history sync brought. */
export interface HistoryInbound {
  channelId: number;
  receivedAt: Date;
  item: HistoryItem;
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
export function inboundTimestamp(inbound: InboundItem): Date {
  return bodyTimestamp(inbound);
}

/** The same for a message of either side. */
export function bodyTimestamp({ item, receivedAt }: { item: MessageBody; receivedAt: Date }): Date {
  return item.timestamp !== null && item.timestamp < receivedAt ? item.timestamp : receivedAt;
}

/** Meta's own notices about a customer: kept in the chat, but nobody wrote them, so they open no window and count as nothing unread. */
export function isWrittenByCustomer({ item }: InboundItem): boolean {
  return item.type !== 'system';
}
