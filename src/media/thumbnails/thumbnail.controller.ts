import { Controller, Get, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { THUMBNAIL_TYPE } from '../domain/thumbnail-rules.js';
import { ServeMediaService } from '../serve-media.service.js';
import { SignedLinkQuery } from '../signed-link-query.decorator.js';
import { ThumbnailsService } from './thumbnails.service.js';

const HEADERS = {
  'cache-control': 'private, max-age=1800',
  'content-disposition': 'inline',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'cross-origin',
};

@ApiTags('Chats')
@Authenticated()
@Controller('api/waba/operator/media/:mediaId')
export class ThumbnailController {
  constructor(
    private readonly media: ServeMediaService,
    private readonly thumbnails: ThumbnailsService,
  ) {}

  @Get('thumbnail')
  @SignedLinkQuery()
  @ApiOperation({
    summary: 'Get the thumbnail of an image',
    operationId: 'getThumbnail',
    description:
      'The `thumbnailUrl` of a message leads here, signed as `mediaUrl` is. A WebP of at most 320 × 320 pixels, upright and without EXIF, GPS included; of a moving sticker the first picture. It is made when first asked for. An image that cannot be read has none.',
  })
  @ApiIdParam('mediaId', 'Id of the file.', 12)
  @ApiOkResponse({
    description: 'The thumbnail.',
    content: { [THUMBNAIL_TYPE]: { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiErrors('VALIDATION', 'MEDIA_LINK_INVALID', 'MEDIA_NOT_FOUND', 'THUMBNAIL_NOT_FOUND', 'OVERLOADED')
  async getThumbnail(
    @Param('mediaId', IdPipe) mediaId: number,
    @Query() { u, exp, sig }: Record<string, unknown>,
    @Req() request: FastifyRequest & { user?: AuthUser },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const userId = request.user?.id ?? this.media.userOfLink({ mediaId, part: 'thumbnail', u, exp, sig });
    const { stream, size } = await this.thumbnails.open(await this.media.find(userId, mediaId));
    void reply.headers(HEADERS);
    return new StreamableFile(stream, { length: size, type: THUMBNAIL_TYPE });
  }
}
