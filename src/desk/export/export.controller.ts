import { Controller, Get, Param, Req, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import type { Language } from '../../common/errors/localized-text.js';
import { CallerLanguage } from '../../common/language.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { HistoryMessageDto } from '../../messages/message.dto.js';
import { ExportHeaderDto } from './export.dto.js';
import { ExportChatService } from './export-chat.service.js';

const DESCRIPTION =
  'JSON Lines: first `{chat, total, exportedAt}` (see `ExportHeaderDto`), then each message as the history shows it, oldest first. `mediaUrl` works for you alone and for at most an hour: fetch the files at once. An export that breaks off, because you lost the chat or we the database, ends with a line that is the error body and has a `code`; without one it is whole. Who exported a chat is kept.';

/** One line of it. */
const LINE = { oneOf: [{ $ref: getSchemaPath(ExportHeaderDto) }, { $ref: getSchemaPath(HistoryMessageDto) }] };

@Authenticated()
@ApiTags('Desk')
@Controller('api/waba/operator/chat/:id/export')
export class ExportController {
  constructor(private readonly exporter: ExportChatService) {}

  @Get()
  @ApiOperation({ summary: 'A whole chat as a file', operationId: 'exportChat', description: DESCRIPTION })
  @ApiExtraModels(ExportHeaderDto, HistoryMessageDto)
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiOkResponse({
    description: 'The file, `chat-123.jsonl`, as it is read.',
    content: { 'application/x-ndjson': { schema: LINE } },
  })
  @ApiErrors('VALIDATION', 'CHAT_NOT_FOUND')
  async exportChat(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) chatId: number,
    @CallerLanguage() language: Language,
    @Origin() origin: RequestOrigin,
    @Req() { method }: FastifyRequest,
  ): Promise<StreamableFile> {
    const lines = await this.exporter.export(user, { chatId, language, origin, isHead: method === 'HEAD' });
    const disposition = `attachment; filename="chat-${chatId}.jsonl"`;
    return new StreamableFile(lines, { type: 'application/x-ndjson; charset=utf-8', disposition });
  }
}
