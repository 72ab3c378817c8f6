import { Body, Controller, Delete, Get, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SimulatedNumber } from '../simulator-options.js';
import { SimulatorSettings } from '../simulator-settings.js';
import { TemplateStoreService } from '../templates/template-store.service.js';
import { AnswerFaultsService } from './answer-faults.service.js';
import { giveBrokenAnswer } from './broken-answer.js';
import { GraphAccessGuard } from './graph-access.guard.js';
import { GraphError } from './graph.error.js';
import { checkUpload, parseUploadForm } from './media-upload.js';
import { MediaStoreService, StoredMedia } from './media-store.service.js';
import { ReadMarksService } from './read-marks.service.js';
import { SendMessageService } from './send-message.service.js';
import { parseMessagesRequest } from './send-request.js';

/** Not Meta's, though it looks like it: a token that goes there is stolen. */
const STRANGER_URL = 'https://lookaside.fbsbx.com.example.com/whatsapp_business/attachments/?mid=1';

/** The Graph API's routes, answered in Meta's shapes. Not in our Swagger: Meta documents them. */
@ApiExcludeController()
@UseGuards(GraphAccessGuard)
@Controller('v:version')
export class GraphController {
  constructor(
    private readonly settings: SimulatorSettings,
    private readonly sendMessage: SendMessageService,
    private readonly media: MediaStoreService,
    private readonly answerFaults: AnswerFaultsService,
    private readonly marks: ReadMarksService,
    private readonly templates: TemplateStoreService,
  ) {}

  @Post(':phoneNumberId/messages')
  async messages(
    @Param('phoneNumberId') phoneNumberId: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const number = this.numberOf(phoneNumberId);
    const request = parseMessagesRequest(body);
    if (request.kind === 'read') {
      await reply.status(200).send(await this.marks.take(phoneNumberId, request));
      return;
    }
    if (request.type === 'template') this.templates.check(request.body['template']);
    const outcome = await this.sendMessage.send(number, request);
    if ('broken' in outcome) await giveBrokenAnswer(reply, outcome.broken);
    else await reply.status(200).send(outcome.answer);
  }

  @Post(':phoneNumberId/media')
  async uploadMedia(
    @Param('phoneNumberId') phoneNumberId: string,
    @Body() raw: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.numberOf(phoneNumberId);
    const contentType = request.headers['content-type'] ?? '';
    if (!Buffer.isBuffer(raw)) throw GraphError.missing('file');
    const { mimeType, bytes } = checkUpload(await parseUploadForm(contentType, raw));
    const broken = this.answerFaults.ofUpload();
    if (broken !== undefined) {
      this.settings.tell(`media ${mimeType} ${bytes.length} bytes: ${broken}`);
      await giveBrokenAnswer(reply, broken);
      return;
    }
    const { id } = this.media.add(mimeType, bytes, 'uploaded');
    this.settings.tell(`media ${id} ${mimeType} ${bytes.length} bytes: uploaded`);
    await reply.status(200).send({ id });
  }

  @Get(':mediaId')
  getMedia(@Param('mediaId') mediaId: string, @Query('phone_number_id') phoneNumberId?: string): object {
    if (phoneNumberId !== undefined) this.numberOf(phoneNumberId);
    const stored = this.storedMedia(mediaId);
    const fault = this.answerFaults.ofMediaUrl();
    return {
      messaging_product: 'whatsapp',
      url: fault === 'foreign-host' ? STRANGER_URL : this.media.makeUrl(mediaId),
      mime_type: stored.mimeType,
      sha256: stored.sha256,
      file_size: stored.bytes.length,
      id: mediaId,
    };
  }

  @Delete(':mediaId')
  deleteMedia(@Param('mediaId') mediaId: string): object {
    this.storedMedia(mediaId);
    this.media.delete(mediaId);
    return { success: true };
  }

  private numberOf(phoneNumberId: string): SimulatedNumber {
    const number = this.settings.findNumber(phoneNumberId);
    if (!number) throw GraphError.unknownObject(phoneNumberId);
    return number;
  }

  private storedMedia(mediaId: string): StoredMedia {
    const stored = this.media.get(mediaId);
    if (!stored) throw GraphError.unknownObject(mediaId);
    return stored;
  }
}
