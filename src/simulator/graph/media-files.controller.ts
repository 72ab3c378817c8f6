import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { Controller, Get, NotFoundException, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AnswerFaultsService } from './answer-faults.service.js';
import { GraphAccessGuard } from './graph-access.guard.js';
import { MediaStoreService } from './media-store.service.js';

const SLOW_MS = 20_000;

/** Where media URLs lead: the bytes, for five minutes and with the token only. */
@ApiExcludeController()
@UseGuards(GraphAccessGuard)
@Controller('media-files')
export class MediaFilesController {
  constructor(
    private readonly media: MediaStoreService,
    private readonly faults: AnswerFaultsService,
  ) {}

  @Get(':mediaId')
  async download(
    @Param('mediaId') mediaId: string,
    @Query('hash') hash: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const stored = this.media.open(mediaId, hash ?? '');
    const fault = this.faults.ofDownload();
    if (!stored || fault === 'expired-url') {
      throw new NotFoundException('This URL has expired; get the media id again.');
    }
    await reply.type(stored.mimeType).send(bodyOf(stored.bytes, fault));
  }
}

function bodyOf(bytes: Buffer, fault: ReturnType<AnswerFaultsService['ofDownload']>): Buffer | Readable {
  if (fault === 'empty') return Buffer.alloc(0);
  if (fault === 'wrong-bytes') return Buffer.concat([bytes, Buffer.from([0])]);
  if (fault === 'slow') return Readable.from(slowly(bytes));
  if (fault === 'cut') return Readable.from(cutOff(bytes));
  return bytes;
}

async function* slowly(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes.subarray(0, 1);
  await wait(SLOW_MS, undefined, { ref: false });
  yield bytes.subarray(1);
}

async function* cutOff(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes.subarray(0, 1);
  await wait(5);
  throw new Error('The connection is cut on purpose.');
}
