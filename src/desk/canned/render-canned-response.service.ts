import { Injectable } from '@nestjs/common';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiError } from '../../common/errors/api-error.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { type ChatRow, ChatRowsRepository } from '../chats/chat-rows.repository.js';
import { RenderedCannedResponseDto } from './canned-response.dto.js';
import { CannedResponsesRepository } from './canned-responses.repository.js';
import { type CannedValues, firstNameOf, renderCanned } from './canned-variables.js';

const UNKNOWN_CHAT = { en: 'is not a chat you can see', ru: 'не является доступным вам чатом' };

@Injectable()
export class RenderCannedResponseService {
  constructor(
    private readonly responses: CannedResponsesRepository,
    private readonly chats: ChatRowsRepository,
  ) {}

  /** Throws 404 `CANNED_RESPONSE_NOT_FOUND`, 400 for a chat the user may not see. */
  async render(user: AuthUser, id: number, chatId: number): Promise<RenderedCannedResponseDto> {
    const response = await this.responses.findForUser(user.id, id);
    if (response === undefined) throw new ApiError('CANNED_RESPONSE_NOT_FOUND');
    const [chat] = await this.chats.findForUser(user.id, [chatId]);
    if (chat === undefined) throw validationError([{ field: 'chatId', code: 'CHAT', message: UNKNOWN_CHAT }]);
    return renderCanned(response.text, valuesOf(chat, user));
  }
}

function valuesOf(chat: ChatRow, user: AuthUser): CannedValues {
  return {
    'customer.name': chat.customerName,
    'customer.firstName': firstNameOf(chat.customerName),
    'customer.phone': chat.phone === null ? null : `+${chat.phone}`,
    'operator.name': user.name,
    'channel.name': chat.channelName,
  };
}
