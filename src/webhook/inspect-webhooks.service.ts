import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import { RequestOrigin } from '../audit/domain/request-origin.js';
import { AuthUser } from '../auth/domain/auth-user.js';
import { ApiError } from '../common/errors/api-error.js';
import { decodeIdCursor, IdPage, idPage } from '../common/id-page.js';
import { reportOf, WebhookReport } from './domain/webhook-report.js';
import { InboxAdminRepository, InboxFilter, InboxRow } from './inbox-admin.repository.js';

@Injectable()
export class InspectWebhooksService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly inbox: InboxAdminRepository,
    private readonly audit: AuditService,
  ) {}

  /** Newest first, without anybody's words. */
  async list(filter: InboxFilter, page: { limit: number; cursor?: string }): Promise<IdPage<InboxRow>> {
    const cursor = page.cursor === undefined ? undefined : decodeIdCursor(page.cursor);
    return idPage(await this.inbox.findPage(filter, cursor, page.limit), cursor, page.limit);
  }

  /** A body with what customers wrote in it; who looked is kept. Throws 404 `WEBHOOK_NOT_FOUND`. */
  async inspect(actor: AuthUser, id: number, origin: RequestOrigin): Promise<{ row: InboxRow; report: WebhookReport }> {
    const found = await this.inbox.findWithBody(id);
    if (found === undefined) throw new ApiError('WEBHOOK_NOT_FOUND');
    await this.audit.append(this.dataSource.manager, {
      actorUserId: actor.id,
      action: 'webhook.inspected',
      object: { type: 'webhook', id },
      outcome: 'ok',
      origin,
    });
    const { body, ...row } = found;
    return { row, report: reportOf(body) };
  }
}
