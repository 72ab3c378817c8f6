import { Controller, Get, NotFoundException, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { GraphAccessGuard } from './graph-access.guard.js';
import { MediaStoreService } from './media-store.service.js';

/** Where media URLs lead: the bytes, for five minutes and with the token only. */
@ApiExcludeController()
@UseGuards(GraphAccessGuard)
@Controller('media-files')
export class MediaFilesController {
  constructor(private readonly media: MediaStoreService) {}

  @Get(':mediaId')
  async download(
    @Param('mediaId') mediaId: string,
    @Query('hash') hash: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const stored = this.media.open(mediaId, hash ?? '');
    if (!stored) throw new NotFoundException('This URL has expired; get the media id again.');
    await reply.type(stored.mimeType).send(stored.bytes);
  }
}
