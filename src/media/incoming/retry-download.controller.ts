import { Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { MediaAnswerDto } from './media-answer.dto.js';
import { RetryDownloadService } from './retry-download.service.js';

@Authenticated()
@ApiTags('Chats')
@Controller('api/waba/operator/media/:mediaId')
export class RetryDownloadController {
  constructor(private readonly retries: RetryDownloadService) {}

  @Post('retry')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Fetch a customer’s file again',
    operationId: 'retryMedia',
    description:
      'For a file whose `media.state` is `failed`; one that is `pending` is tried at once, one that is here stays as it is. A `message.updated` event tells when it is here.',
  })
  @ApiIdParam('mediaId', 'Id of the file.', 12)
  @ApiOkResponse({ type: MediaAnswerDto, description: 'The file now.' })
  @ApiErrors('VALIDATION', 'MEDIA_NOT_FOUND', 'MEDIA_EXPIRED')
  async retryMedia(@CurrentUser() user: AuthUser, @Param('mediaId', IdPipe) mediaId: number): Promise<MediaAnswerDto> {
    return { media: await this.retries.retry(user.id, mediaId) };
  }
}
