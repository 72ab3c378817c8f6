import { Injectable } from '@nestjs/common';
import { Logger } from '../../common/logger.js';
import { ChatSketch, ChatViewService } from '../../desk/chats/chat-view.service.js';
import { EVENTS } from '../../events/event-types.js';
import { MessageSketch, MessageViewService } from '../../messages/message-view.service.js';
import type { StoredEvent } from '../event-log.service.js';
import { DraftData, EventDraft } from './event-draft.js';

/** Reads what events tell of, once for all who get them. */
@Injectable()
export class DrawEventsService {
  constructor(
    private readonly messages: MessageViewService,
    private readonly chats: ChatViewService,
    private readonly logger: Logger,
  ) {}

  async draw(events: readonly StoredEvent[]): Promise<EventDraft[]> {
    const [messages, chats] = await Promise.all([
      this.messages.sketch(idsOf(events, 'message', ({ messageId }) => messageId)),
      this.chats.sketch(idsOf(events, 'chat', ({ chatId }) => chatId)),
    ]);
    return events.map((event) => {
      const draft = new EventDraft(event, dataOf(event, messages, chats));
      if (!draft.isThere) this.logger.warning('an event tells of what is not there', { type: event.type });
      return draft;
    });
  }
}

function idsOf(
  events: readonly StoredEvent[],
  kind: 'message' | 'chat',
  idOf: (event: StoredEvent) => number | null,
): number[] {
  const ids = events.filter(({ type }) => kindOf(type) === kind).flatMap((event) => idOf(event) ?? []);
  return [...new Set(ids)];
}

function dataOf(
  { type, channelId, chatId, messageId, data }: StoredEvent,
  messages: ReadonlyMap<number, MessageSketch>,
  chats: ReadonlyMap<number, ChatSketch>,
): DraftData {
  const kind = kindOf(type);
  if (kind === undefined) return undefined;
  if (kind === 'message') {
    const message = messages.get(messageId ?? 0);
    return message && { message };
  }
  if (kind === 'chat') {
    const chat = chats.get(chatId ?? 0);
    return chat && { chat };
  }
  return { fixed: channelId === null ? data : { channelId, ...data } };
}

/** Undefined for a type that only a newer version of us knows, which writes into the same database. */
function kindOf(type: string): (typeof EVENTS)[keyof typeof EVENTS]['data'] | undefined {
  return Object.hasOwn(EVENTS, type) ? EVENTS[type as keyof typeof EVENTS].data : undefined;
}
