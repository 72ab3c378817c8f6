import { Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiError } from '../../common/errors/api-error.js';
import type { Language } from '../../common/errors/localized-text.js';
import { CallerLanguage } from '../../common/language.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { ChatDto } from '../chats/chat.dto.js';
import { ChatViewService } from '../chats/chat-view.service.js';
import { BlockCustomerService } from './block-customer.service.js';
import { cannotBlockNow } from './block-failure.js';

const ERRORS = [
  'VALIDATION',
  'CHAT_NOT_FOUND',
  new ApiError('CHAT_MERGED', { extra: { mergedInto: 45 } }),
  'WABA_NOT_CONFIGURED',
  'RECIPIENT',
  'REJECTED',
  'WABA_AUTH',
  'UPSTREAM',
] as const;

@Authenticated()
@ApiTags('Customers')
@Controller('api/waba/operator/chat/:id')
export class BlockController {
  constructor(
    private readonly blocking: BlockCustomerService,
    private readonly chats: ChatViewService,
  ) {}

  @Post('block')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Block the customer of a chat',
    operationId: 'blockCustomer',
    description:
      'On WhatsApp’s block list of this number, for this number alone: they cannot write to it, and nothing can be sent to them. WhatsApp blocks only who wrote to it within the last 24 hours. Blocking a blocked customer changes nothing.',
  })
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiOkResponse({ type: ChatDto, description: 'The chat now.' })
  @ApiErrors(...ERRORS, cannotBlockNow())
  async blockCustomer(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) chatId: number,
    @CallerLanguage() language: Language,
    @Origin() origin: RequestOrigin,
  ): Promise<ChatDto> {
    await this.blocking.set({ actor, chatId, isBlocked: true, origin, language });
    return this.chats.one(actor, chatId, language);
  }

  @Post('unblock')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Unblock the customer of a chat',
    operationId: 'unblockCustomer',
    description: 'Possible at any time. Unblocking who is not blocked changes nothing.',
  })
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiOkResponse({ type: ChatDto, description: 'The chat now.' })
  @ApiErrors(...ERRORS)
  async unblockCustomer(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) chatId: number,
    @CallerLanguage() language: Language,
    @Origin() origin: RequestOrigin,
  ): Promise<ChatDto> {
    await this.blocking.set({ actor, chatId, isBlocked: false, origin, language });
    return this.chats.one(actor, chatId, language);
  }
}
