import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Logger } from '../../common/logger.js';
import { NewEvent } from '../../events/event-types.js';
import { MediaService } from '../../media/media.service.js';
import { applyChanges, ChangedMessage, refusalOf } from '../domain/message-changes.js';
import {
  FoundChange,
  MessageChangesRepository,
  MessageToRestate,
  NewChange,
  TargetKey,
} from './message-changes.repository.js';

interface Restated {
  before: MessageToRestate;
  after: ChangedMessage & { id: number };
}

/**
 * What customers do to messages that stand elsewhere. A change applies only within the chat of who made it, and everybody who stores
 * a change, a message or a wamid holds the lock of its chat: whoever comes second sees what the first has written, so that no change
 * can slip past its message.
 */
@Injectable()
export class MessageChangesService {
  constructor(
    private readonly repository: MessageChangesRepository,
    private readonly media: MediaService,
    private readonly logger: Logger,
  ) {}

  /** Keeps changes, parked at first, and gives those that are new. The chats must be locked. */
  async keep(manager: EntityManager, changes: readonly NewChange[]): Promise<NewChange[]> {
    if (changes.length === 0) return [];
    const kept = new Set((await this.repository.insert(manager, changes)).map(keyOf));
    return changes.filter((change) => kept.has(keyOf(change)));
  }

  /** Applies what waits for messages that are known by now, and tells of every message this really changed. Their chats must be locked. */
  async settle(manager: EntityManager, keys: readonly TargetKey[]): Promise<NewEvent[]> {
    const found = keys.length === 0 ? [] : await this.repository.findKnown(manager, keys);
    if (found.length === 0) return [];
    const places = found.map((change) => ({ change, refusal: refusalOf(change, change.target) ?? null }));
    await this.repository.place(
      manager,
      places.map(({ change: { id, messageId }, refusal }) => ({
        id,
        messageId: refusal === null ? messageId : null,
        refusal,
      })),
    );
    for (const { change, refusal } of places) if (refusal !== null) this.warn(change, refusal);
    const applied = places.flatMap(({ change, refusal }) => (refusal === null ? [change.messageId] : []));
    return this.restate(manager, [...new Set(applied)]);
  }

  /** Takes back what turned out not to have happened. The chats must be locked. */
  async drop(manager: EntityManager, keys: readonly TargetKey[]): Promise<NewEvent[]> {
    if (keys.length === 0) return [];
    return this.restate(manager, await this.repository.remove(manager, keys));
  }

  private async restate(manager: EntityManager, messageIds: readonly number[]): Promise<NewEvent[]> {
    const messages = await this.repository.findToRestate(manager, messageIds);
    const changed = messages
      .map((before): Restated => ({
        before,
        after: { id: before.id, ...applyChanges(before.original, before.changes) },
      }))
      .filter(({ before, after }) => !isDeepStrictEqual(stateOf(before), stateOf(after)));
    if (changed.length === 0) return [];
    await this.repository.restate(
      manager,
      changed.map(({ after }) => after),
    );
    const withdrawn = changed.flatMap(({ before, after }) => (after.deletedAt === null ? [] : (before.mediaId ?? [])));
    if (withdrawn.length > 0) await this.media.withdraw(manager, withdrawn);
    return changed.flatMap(eventsOf);
  }

  /** Without words: what the customer wanted it to say is theirs. */
  private warn({ id, kind, channelId, chatId, messageId }: FoundChange, reason: string): void {
    this.logger.warning('a change of a message was not applied', { id, kind, reason, channelId, chatId, messageId });
  }
}

function keyOf({ channelId, wamid }: TargetKey): string {
  return `${channelId}:${wamid}`;
}

function stateOf({ content, details, editedAt, deletedAt, reactions }: ChangedMessage): ChangedMessage {
  return { content, details, editedAt, deletedAt, reactions };
}

/** A deleted message loses its reactions too; that goes without saying. */
function eventsOf({ before, after }: Restated): NewEvent[] {
  const { id: messageId, chatId, channelId } = before;
  const { reactions: had, ...wording } = stateOf(before);
  const { reactions, ...newWording } = stateOf(after);
  const event = { channelId, chatId, messageId };
  return [
    ...(isDeepStrictEqual(wording, newWording) ? [] : [{ type: 'message.updated' as const, ...event }]),
    ...(after.deletedAt !== null || isDeepStrictEqual(had, reactions)
      ? []
      : [{ type: 'message.reaction' as const, ...event }]),
  ];
}
