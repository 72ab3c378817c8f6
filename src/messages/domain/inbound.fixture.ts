import type { MessageItem } from '../../waba-gateway/protocol/webhook.types.js';
import type { InboundItem } from './webhook-items.js';

/** A text of a customer, received a second after it was written. */
export function anInbound(
  item: Partial<MessageItem> = {},
  around: Partial<Omit<InboundItem, 'item'>> = {},
): InboundItem {
  return {
    channelId: 1,
    receivedAt: new Date('2026-03-01T12:00:01.000Z'),
    ...around,
    item: {
      kind: 'message',
      phoneNumberId: '106540352242922',
      wamid: 'wamid.1',
      from: { waId: '77011234567' },
      timestamp: new Date('2026-03-01T12:00:00.000Z'),
      type: 'text',
      content: 'Здравствуйте',
      isTruncated: false,
      details: { body: 'Здравствуйте' },
      raw: {},
      ...item,
    },
  };
}
