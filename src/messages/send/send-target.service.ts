import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '../../audit/domain/request-origin.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ChatAddressService } from '../../chats/chat-address.service.js';
import { ChatForSend, ChatsService } from '../../chats/chats.service.js';
import type { ChatAddress } from '../../chats/domain/chat-address.js';
import { needsWindow } from '../../chats/domain/assert-window-open.js';
import { OpenChatService } from '../../chats/open-chat.service.js';
import { ApiError } from '../../common/errors/api-error.js';
import { LinkedRequest, MessageLinksService } from './message-links.service.js';
import type { SendRequest } from './send-request.js';
import { TemplateSends } from './template-sends.service.js';

@Injectable()
export class SendTargetService {
  constructor(
    private readonly chats: ChatsService,
    private readonly addresses: ChatAddressService,
    private readonly links: MessageLinksService,
    private readonly templates: TemplateSends,
    private readonly opening: OpenChatService,
  ) {}

  /**
   * The chat a message is for. Throws 404 `CHAT_NOT_FOUND`, and for a number 400 `VALIDATION` on `to.channelId`, 409 `CHAT_OF_ANOTHER`,
   * and 409 `WINDOW_CLOSED` where there is no chat with it: a chat is made for what may be sent in it, and to who has never written
   * only a template may be.
   */
  async find(user: AuthUser, request: SendRequest, origin: RequestOrigin): Promise<ChatForSend> {
    const { target } = request;
    const chatId = typeof target === 'number' ? target : await this.findByAddress(user, request, { target, origin });
    const chat = await this.chats.findForSend(user.id, chatId);
    if (chat === undefined) throw new ApiError('CHAT_NOT_FOUND');
    return chat;
  }

  /**
   * A request for this chat with everything found that it names: its template, the messages it quotes or reacts to. Throws 400
   * `VALIDATION` on the field that names one of no use, and what `TemplateSends` throws.
   */
  async link(chat: ChatForSend, request: SendRequest): Promise<LinkedRequest> {
    return this.links.link(chat.id, await this.templates.compose(chat, request));
  }

  private async findByAddress(
    user: AuthUser,
    request: SendRequest,
    { target, origin }: { target: ChatAddress; origin: RequestOrigin },
  ): Promise<number> {
    const { channelId } = target;
    await this.addresses.assertChannel(user.id, channelId, 'to.channelId');
    const known = await this.addresses.find(user.id, target);
    if (known !== undefined) return known;
    if (needsWindow(request.type)) throw new ApiError('WINDOW_CLOSED', { extra: { nextStep: 'template' } });
    // A chat is made for what can be sent in it.
    await this.templates.compose({ channelId }, request);
    return (await this.opening.open(user, target, origin)).chatId;
  }
}
