import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { NewEvent } from '../../events/event-types.js';
import type { MessageStatus } from '../domain/message.js';
import { REACTION_TYPE } from '../domain/sent-reaction.js';
import { NewChange } from './message-changes.repository.js';
import { MessageChangesService } from './message-changes.service.js';

interface SentReaction {
  channelId: number;
  chatId: number;
  wamid: string;
  targetWamid: string;
  /** Null takes the reaction back. */
  emoji: string | null;
  occurredAt: Date;
  status: MessageStatus;
}

/** The reactions operators send: each stands on its message from when WhatsApp has it, and no longer once it turns out to have failed. */
@Injectable()
export class SentReactions {
  constructor(private readonly changes: MessageChangesService) {}

  /** After the status of these messages has changed: those that are reactions are put on their messages, or taken off. Chats locked. */
  async settle(manager: EntityManager, messageIds: readonly number[]): Promise<NewEvent[]> {
    const reactions: SentReaction[] = await manager.query(
      `select channel_id as "channelId", chat_id as "chatId", wamid, details->>'message_id' as "targetWamid",
         nullif(details->>'emoji', '') as emoji, greatest(sent_at, timestamp) as "occurredAt", status
       from messages where id = any($1) and direction = 'out' and type = $2 and wamid is not null order by id`,
      [messageIds, REACTION_TYPE],
    );
    if (reactions.length === 0) return [];
    const failed = reactions.filter(({ status }) => status === 'failed');
    const taken = reactions.filter(({ status }) => status !== 'failed' && status !== 'pending');
    const withdrawn = await this.changes.drop(manager, failed);
    await this.changes.keep(manager, taken.map(toChange));
    const targets = taken.map(({ channelId, targetWamid: wamid }) => ({ channelId, wamid }));
    return [...withdrawn, ...(await this.changes.settle(manager, targets))];
  }
}

function toChange({ channelId, chatId, wamid, targetWamid, emoji, occurredAt }: SentReaction): NewChange {
  const place = { channelId, chatId, wamid, targetWamid };
  const deed = { kind: 'reaction', actor: 'operator', emoji, content: null, details: {} } as const;
  return { ...place, ...deed, occurredAt, receivedAt: occurredAt };
}
