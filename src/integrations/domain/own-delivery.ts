/** What an endpoint is told that is no event: a ping, or that events were missed which are gone. */
export interface OwnDelivery {
  eventId: string;
  type: 'webhook.test' | 'webhook.reset';
  version: number;
  occurredAt: Date;
  channelId: null;
  chatId: null;
  messageId: null;
  data: Record<string, unknown>;
}

/** A delivery that tells of no event, under an id that is no position in their sequence. */
export function ownDelivery(
  type: OwnDelivery['type'],
  eventId: string,
  occurredAt: Date,
  data: Record<string, unknown> = {},
): OwnDelivery {
  return { eventId, type, version: 1, occurredAt, channelId: null, chatId: null, messageId: null, data };
}
