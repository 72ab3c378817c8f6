import type { Language } from '../../common/errors/localized-text.js';
import type { ChatSketch } from '../../desk/chats/chat-view.service.js';
import { encodeEventPosition } from '../../events/domain/event-position.js';
import type { PublicEventType } from '../../events/event-types.js';
import type { MessageSketch } from '../../messages/message-view.service.js';
import type { EventDto } from '../event.dto.js';
import type { StoredEvent } from '../event-log.service.js';
import type { ResetFrameDto } from '../stream-frame.dto.js';
import { EventFrame } from './event-frame.js';

/** What an event carries, read once for all its readers. */
export type DraftData =
  { message: MessageSketch } | { chat: ChatSketch } | { fixed: Record<string, unknown> } | undefined;

const ACCESS_CHANGED: ResetFrameDto = { type: 'reset', reason: 'access_changed', refetch: ['chats', 'channels'] };

/** One event on its way to many readers: what is the same for all of them is made once. */
export class EventDraft {
  /** The chats one must see to see this: a message may have moved to another chat since, with its customer. */
  readonly chatIds: readonly number[];
  private readonly id: string;
  private readonly shared = new Map<Language, EventFrame>();
  private lost: EventFrame | undefined;
  private accessChanged: EventFrame | undefined;

  /** `data` is undefined where what it told of is gone. */
  constructor(
    readonly event: StoredEvent,
    private readonly data: DraftData,
  ) {
    this.id = encodeEventPosition(event.position);
    const movedTo = data !== undefined && 'message' in data ? data.message.chatId : null;
    this.chatIds = [...new Set([event.chatId, movedTo])].filter((id) => id !== null);
  }

  get isThere(): boolean {
    return this.data !== undefined;
  }

  /** As `userId` sees it. */
  dto(userId: number, language: Language): EventDto {
    return this.envelope(this.event.type as PublicEventType, this.dataFor(userId, language));
  }

  frame(userId: number, language: Language): EventFrame {
    if (this.hasLink()) return EventFrame.ofEvent(this.dto(userId, language));
    const known = this.shared.get(language);
    if (known !== undefined) return known;
    const frame = EventFrame.ofEvent(this.dto(userId, language));
    this.shared.set(language, frame);
    return frame;
  }

  lostDto(): EventDto {
    return this.envelope('chat.access_lost', {});
  }

  lostFrame(): EventFrame {
    this.lost ??= EventFrame.ofEvent(this.lostDto());
    return this.lost;
  }

  accessChangedFrame(): EventFrame {
    this.accessChanged ??= EventFrame.ofReset(this.id, ACCESS_CHANGED);
    return this.accessChanged;
  }

  private hasLink(): boolean {
    const { data } = this;
    if (data === undefined || 'fixed' in data) return false;
    return 'message' in data ? data.message.hasLink : data.chat.hasLink;
  }

  private dataFor(userId: number, language: Language): object {
    const { data } = this;
    if (data === undefined) throw new Error('an event without what it tells of was to be shown');
    if ('message' in data) return { message: data.message.show({ id: userId }, language) };
    return 'chat' in data ? { chat: data.chat.show({ id: userId }, language) } : data.fixed;
  }

  private envelope(type: PublicEventType, data: object): EventDto {
    const { version, occurredAt, chatId } = this.event;
    // The table of events says which data go with which type; `drawEvents` makes them by it.
    return { id: this.id, type, version, occurredAt: occurredAt.toISOString(), chatId, data } as EventDto;
  }
}
