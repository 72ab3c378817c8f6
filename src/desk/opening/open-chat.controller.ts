import { Body, Controller, HttpStatus, Post, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { toAddress } from '../../chats/domain/chat-address.js';
import type { Language } from '../../common/errors/localized-text.js';
import { CallerLanguage } from '../../common/language.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ChatDto } from '../chats/chat.dto.js';
import { ChatViewService } from '../chats/chat-view.service.js';
import { OpenChatDto } from './open-chat.dto.js';
import { OpenChatService } from '../../chats/open-chat.service.js';

const OPEN_EXAMPLES = {
  number: { summary: 'As people write numbers', value: { channelId: 1, phone: '+7 (701) 123-45-67' } },
};

@Authenticated()
@ApiTags('Chats')
@Controller('api/waba/operator/chats')
export class OpenChatController {
  constructor(
    private readonly opening: OpenChatService,
    private readonly chats: ChatViewService,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Open a chat with a phone number',
    operationId: 'openChat',
    description:
      'The chat with this number in this channel, made where there is none. Nothing is sent: until the customer writes, only a template may be. A chat that is closed stays so, and a new one is nobody’s.',
  })
  @ApiBody({ type: OpenChatDto, examples: OPEN_EXAMPLES })
  @ApiCreatedResponse({
    type: ChatDto,
    description: 'It was made.',
    headers: { Location: { description: 'Where the chat is.', schema: { type: 'string' } } },
  })
  @ApiOkResponse({ type: ChatDto, description: 'It was there already.' })
  @ApiErrors('VALIDATION', 'CHAT_OF_ANOTHER')
  async openChat(
    @CurrentUser() user: AuthUser,
    @Body() body: OpenChatDto,
    @CallerLanguage() language: Language,
    @Origin() origin: RequestOrigin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChatDto> {
    const { chatId, isNew } = await this.opening.open(user, toAddress(body), origin);
    void reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    if (isNew) void reply.header('location', `/api/waba/operator/chat/${chatId}`);
    return this.chats.one(user, chatId, language);
  }
}
