import { Injectable } from '@nestjs/common';
import { ChatAccessService } from '../../chats/chat-access.service.js';
import { Clock } from '../../common/clock.js';
import { ReadPointer } from './read-pointer.service.js';
import { TypingSignal } from './typing-signal.service.js';
import { TypingThrottle } from './typing-throttle.js';

/** Typing tells WhatsApp that the messages were read; the receipt waits until that has surely ended, and goes out where it failed. */
const RECEIPT_DELAY_MS = 10_000;

@Injectable()
export class TypeInChatService {
  private readonly throttle = new TypingThrottle();

  constructor(
    private readonly access: ChatAccessService,
    private readonly pointer: ReadPointer,
    private readonly signal: TypingSignal,
    private readonly clock: Clock,
  ) {}

  /** Who types has read. Throws 404 `CHAT_NOT_FOUND`, and for nothing that WhatsApp does. */
  async type(userId: number, chatId: number): Promise<void> {
    const { unreadCount } = await this.access.find(userId, chatId);
    // Asked first: most key strokes have nothing to mark, and need no lock.
    if (unreadCount > 0) await this.pointer.move(userId, { chatId, receiptDelayMs: RECEIPT_DELAY_MS });
    if (this.throttle.take(chatId, this.clock.millis())) await this.signal.show(chatId);
  }
}
