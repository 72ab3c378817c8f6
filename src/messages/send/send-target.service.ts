import { Injectable } from '@nestjs/common';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ChatAddressService } from '../../chats/chat-address.service.js';
import { ChatForSend, ChatsService } from '../../chats/chats.service.js';
import type { ChatAddress } from '../../chats/domain/chat-address.js';
import { ApiError } from '../../common/errors/api-error.js';
import type { SendRequest } from './send-request.js';

@Injectable()
export class SendTargetService {
  constructor(
    private readonly chats: ChatsService,
    private readonly addresses: ChatAddressService,
  ) {}

  /**
   * The chat a message is for. Throws 404 `CHAT_NOT_FOUND`, and for a number 400 `VALIDATION` on `to.channelId`, 409 `CHAT_OF_ANOTHER`,
   * and 409 `WINDOW_CLOSED` where there is no chat with it: a chat is made for what may be sent in it, and to who has never written
   * none of the types that `send` takes may be.
   */
  async find(user: AuthUser, target: SendRequest['target']): Promise<ChatForSend> {
    const chatId = typeof target === 'number' ? target : await this.findByAddress(user, target);
    const chat = await this.chats.findForSend(user.id, chatId);
    if (chat === undefined) throw new ApiError('CHAT_NOT_FOUND');
    return chat;
  }

  private async findByAddress(user: AuthUser, address: ChatAddress): Promise<number> {
    await this.addresses.assertChannel(user.id, address.channelId, 'to.channelId');
    const chatId = await this.addresses.find(user.id, address);
    if (chatId === undefined) throw new ApiError('WINDOW_CLOSED', { extra: { nextStep: 'template' } });
    return chatId;
  }
}
