import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { ReadChatService } from './read-chat.service.js';
import { ReadChatDto, ReadStateDto } from './reading.dto.js';
import { TypeInChatService } from './type-in-chat.service.js';

const READ_EXAMPLES = {
  all: { summary: 'All of it', value: {} },
  upTo: { summary: 'Up to a message', value: { messageId: 458 } },
};

const READ_DESCRIPTION =
  'Sets how far the chat was read, forward only. Its customer sees it on WhatsApp (the blue ticks), unless the channel sends no read ' +
  'receipts (`readReceipts: "never"`) or the message is older than 30 days. The answer does not wait for WhatsApp; where that is ' +
  'away, the receipt is tried for 24 hours.';

const TYPING_DESCRIPTION =
  'Shows the customer that somebody is typing, until a message comes or for 25 seconds. WhatsApp couples it with the read receipt, ' +
  'so it also marks the chat as read, as `read` does. Call it at every key stroke if you like: WhatsApp hears of it at most once in ' +
  '5 seconds. Always 204: where the customer never wrote, or the channel sends no read receipts, nothing is shown; what WhatsApp ' +
  'refuses is only logged.';

@Authenticated()
@ApiTags('Chats')
@Controller('api/waba/operator/chat/:id')
export class ReadingController {
  constructor(
    private readonly readService: ReadChatService,
    private readonly typeService: TypeInChatService,
  ) {}

  @Post('read')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Mark a chat as read', operationId: 'readChat', description: READ_DESCRIPTION })
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiBody({ type: ReadChatDto, examples: READ_EXAMPLES, required: false })
  @ApiOkResponse({ type: ReadStateDto, description: 'How far it was read, and what is left.' })
  @ApiErrors('VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'CHAT_NOT_FOUND')
  readChat(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) chatId: number,
    @Body() { messageId }: ReadChatDto,
  ): Promise<ReadStateDto> {
    return this.readService.read(user.id, { chatId, messageId });
  }

  @Post('typing')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Show that you are typing', operationId: 'typeInChat', description: TYPING_DESCRIPTION })
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiNoContentResponse({ description: 'Heard.' })
  @ApiErrors('VALIDATION', 'CHAT_NOT_FOUND')
  typeInChat(@CurrentUser() user: AuthUser, @Param('id', IdPipe) chatId: number): Promise<void> {
    return this.typeService.type(user.id, chatId);
  }
}
