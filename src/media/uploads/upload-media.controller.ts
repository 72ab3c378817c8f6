import { Controller, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { UploadedMediaDto } from './uploaded-media.dto.js';
import { UploadMediaService } from './upload-media.service.js';

const FORM = {
  type: 'object',
  required: ['file'],
  properties: { file: { type: 'string', format: 'binary', description: 'The file, the only field of the form.' } },
};

@Authenticated()
@ApiTags('Send')
@Controller('api/waba/operator')
export class UploadMediaController {
  constructor(private readonly uploads: UploadMediaService) {}

  @Post('media')
  @ApiOperation({
    summary: 'Upload a file to send',
    operationId: 'uploadMedia',
    description:
      'The answer’s `id` is what `send` takes as `mediaId`, any number of times in 24 hours, from you alone. What the file is is judged by its bytes: JPEG, PNG (5 MiB), MP4, 3GP, AAC, AMR, MP3, M4A, OGG (16 MiB), WebP (500 KiB), PDF, text and Office (100 MiB). You may have 1 GiB in 500 files waiting. GPS and other notes inside a photo stay in it.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: FORM })
  @ApiCreatedResponse({ type: UploadedMediaDto, description: 'The file is stored.' })
  @ApiErrors(
    'VALIDATION',
    'BAD_REQUEST',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'TOO_MANY_REQUESTS',
    'QUOTA',
    'OVERLOADED',
  )
  uploadMedia(@CurrentUser() user: AuthUser, @Req() request: FastifyRequest): Promise<UploadedMediaDto> {
    return this.uploads.upload(user.id, request);
  }
}
