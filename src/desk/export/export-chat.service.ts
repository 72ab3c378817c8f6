import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import type { RequestOrigin } from '../../audit/domain/request-origin.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { Clock } from '../../common/clock.js';
import type { Language } from '../../common/errors/localized-text.js';
import { normalizeError } from '../../common/errors/normalize-error.js';
import { type Problem, toProblem } from '../../common/errors/problem.js';
import { Logger } from '../../common/logger.js';
import { AppConfig } from '../../config/app-config.js';
import type { ExportHeaderDto } from './export.dto.js';
import type { MessagePlace } from './export.repository.js';
import { ExportSources } from './export-sources.service.js';

const BATCH = 500;

export interface ExportRequest {
  chatId: number;
  language: Language;
  origin: RequestOrigin;
  /** A HEAD: nobody reads what would be read here. */
  isHead: boolean;
}

/** A chat as JSON Lines, read as fast as the client takes it and no faster. */
@Injectable()
export class ExportChatService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sources: ExportSources,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly logger: Logger,
  ) {}

  /** Throws 404 `CHAT_NOT_FOUND`; what goes wrong after the first line is told in the last one. */
  async export(user: AuthUser, request: ExportRequest): Promise<Readable> {
    const { chatId, language, origin } = request;
    const chat = await this.sources.chats.one(user, chatId, language);
    if (request.isHead) return Readable.from([]);
    const total = await this.sources.places.countMessages(chatId);
    const header: ExportHeaderDto = { chat, total, exportedAt: this.clock.now().toISOString() };
    await this.audit.append(this.dataSource.manager, {
      actorUserId: user.id,
      action: 'chat.exported',
      object: { type: 'chat', id: chatId },
      outcome: 'ok',
      origin,
      details: { messages: total },
    });
    // A batch at a time: the next one is read once this one has gone out.
    return Readable.from(this.lines(user, request, header), { objectMode: false, highWaterMark: 1 });
  }

  private async *lines(user: AuthUser, request: ExportRequest, header: ExportHeaderDto): AsyncGenerator<string> {
    yield toLine(header);
    try {
      yield* this.batches(user, request);
    } catch (error) {
      yield toLine(this.explain(error, request));
    }
  }

  private async *batches(user: AuthUser, { chatId, language }: ExportRequest): AsyncGenerator<string> {
    const { access, messages, places } = this.sources;
    for (let last: MessagePlace | undefined; ;) {
      await access.find(user.id, chatId);
      const batch = await places.findAfter(chatId, last, BATCH);
      const ids = batch.map(({ id }) => id);
      const shown = await messages.show(user, ids, language);
      const found = ids.flatMap((id) => shown.get(id) ?? []);
      if (found.length > 0) yield found.map(toLine).join('');
      last = batch.at(-1);
      if (last === undefined || batch.length < BATCH) return;
    }
  }

  /** The last line of an export that breaks off: the one error body. */
  private explain(thrown: unknown, { chatId, language, origin }: ExportRequest): Problem {
    const error = normalizeError(thrown);
    const requestId = origin.requestId ?? '';
    if (error.code === 'INTERNAL') this.logger.failure('an export broke off', thrown, { requestId });
    const path = `/api/waba/operator/chat/${chatId}/export`;
    return toProblem(error, { publicUrl: this.config.publicUrl, path, requestId, language });
  }
}

function toLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
