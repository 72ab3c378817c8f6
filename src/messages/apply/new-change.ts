import type { MessageBody } from '../../waba-gateway/protocol/webhook.types.js';
import type { NewChange } from '../changes/message-changes.repository.js';
import type { MessageOrigin } from '../domain/message.js';
import type { PlacedBody } from './inbound.repository.js';

/** The change an item is, made by `actor`; none where it is a message of its own. */
export function toChange(actor: MessageOrigin): (placed: PlacedBody<MessageBody>) => NewChange[] {
  return ({ chatId, inbound: { channelId, receivedAt, item } }) => {
    const { change, wamid } = item;
    if (change === undefined) return [];
    return [
      {
        channelId,
        chatId,
        wamid,
        targetWamid: change.target,
        kind: change.kind,
        actor,
        emoji: change.kind === 'reaction' ? change.emoji : null,
        content: change.kind === 'edit' ? change.content : null,
        details: change.kind === 'edit' ? change.details : {},
        occurredAt: item.timestamp ?? receivedAt,
        receivedAt,
      },
    ];
  };
}
