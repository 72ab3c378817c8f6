import { Injectable } from '@nestjs/common';
import { ReadPointer, ReadUpTo } from './read-pointer.service.js';
import { ReadReceiptSender } from './read-receipt-sender.service.js';
import type { ReadStateDto } from './reading.dto.js';

@Injectable()
export class ReadChatService {
  constructor(
    private readonly pointer: ReadPointer,
    private readonly sender: ReadReceiptSender,
  ) {}

  /** Answers without waiting for WhatsApp. Throws 404 `CHAT_NOT_FOUND`, 400 `VALIDATION` where the message is not one of the chat. */
  async read(userId: number, upTo: ReadUpTo): Promise<ReadStateDto> {
    const state = await this.pointer.move(userId, upTo);
    this.sender.wake();
    return state;
  }
}
