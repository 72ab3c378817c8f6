import { Controller, Get, HttpStatus, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthUser } from '../auth/domain/auth-user.js';
import { Authenticated } from '../auth/authenticated.decorator.js';
import { ApiErrors } from '../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../common/validation/id.pipe.js';
import { parseByteRange } from './domain/byte-range.js';
import { contentDisposition } from './domain/filename.js';
import type { MediaRow } from './media.repository.js';
import { ServeMediaService } from './serve-media.service.js';
import { SignedLinkQuery } from './signed-link-query.decorator.js';

/** Shown in place; everything else is offered as a download, so that nothing active ever runs in our origin. */
const INLINE_TYPES = new Set(['image/jpeg', 'image/png', 'application/pdf']);
const BINARY = { schema: { type: 'string', format: 'binary' } };

@ApiTags('Chats')
@Authenticated()
@Controller('api/waba/operator')
export class MediaController {
  constructor(private readonly media: ServeMediaService) {}

  @Get('media/:mediaId')
  @SignedLinkQuery()
  @ApiOperation({
    summary: 'Get the file of a message',
    operationId: 'getMedia',
    description:
      'The `mediaUrl` of a message leads here. Its signature stands in for a token, so that `<img>` works, and holds for one file, one user and at most an hour; a Bearer token works too. Either way the chat must be visible to the user now.',
  })
  @ApiIdParam('mediaId', 'Id of the file.', 12)
  @ApiHeader({
    name: 'Range',
    required: false,
    description: 'One range of bytes.',
    schema: { type: 'string', example: 'bytes=0-1023' },
  })
  @ApiOkResponse({ description: 'The file.', content: { 'application/octet-stream': BINARY } })
  @ApiResponse({
    status: 206,
    description: 'The range that was asked for.',
    content: { 'application/octet-stream': BINARY },
  })
  @ApiResponse({ status: 416, description: 'The range lies outside the file.' })
  @ApiErrors('VALIDATION', 'MEDIA_LINK_INVALID', 'MEDIA_NOT_FOUND')
  async getMedia(
    @Param('mediaId', IdPipe) mediaId: number,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest & { user?: AuthUser },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const { u, exp, sig } = query;
    const userId = request.user?.id ?? this.media.userOfLink({ mediaId, part: 'file', u, exp, sig });
    const row = await this.media.find(userId, mediaId);
    const range = parseByteRange(request.headers.range, row.size);
    if (range.kind === 'unsatisfiable') {
      setFileHeaders(reply, row);
      void reply.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE).header('content-range', `bytes */${row.size}`);
      return undefined;
    }
    const part = range.kind === 'part' ? { start: range.start, end: range.end } : undefined;
    // Before any header: an error must not be kept by browsers as the file would be.
    const { stream } = await this.media.open(row, part);
    setFileHeaders(reply, row);
    if (part) {
      void reply
        .status(HttpStatus.PARTIAL_CONTENT)
        .header('content-range', `bytes ${part.start}-${part.end}/${row.size}`);
    }
    return new StreamableFile(stream, { length: part ? part.end - part.start + 1 : row.size, type: row.mimeType });
  }
}

function setFileHeaders(reply: FastifyReply, row: MediaRow): void {
  const kind = INLINE_TYPES.has(row.mimeType) ? 'inline' : 'attachment';
  void reply.headers({
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=1800',
    'content-disposition': contentDisposition(kind, row.filename ?? `file-${row.id}`),
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'cross-origin',
  });
}
