import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import { RequestOrigin } from '../audit/domain/request-origin.js';
import { AuthUser } from '../auth/domain/auth-user.js';
import { ApiError } from '../common/errors/api-error.js';
import { LocalizedText } from '../common/errors/localized-text.js';
import { transaction } from '../database/transaction.js';
import { ReplayableState } from './domain/inbox-state.js';
import { REPLAYABLE_DAYS } from './domain/replayable-days.js';
import { InboxAdminRepository, InboxFilter, InboxRow } from './inbox-admin.repository.js';
import { InboxWorker } from './inbox-worker.service.js';

export interface ReplayRange extends InboxFilter<ReplayableState> {
  /** Goes on behind the last body of an earlier call. */
  afterId?: number;
  limit: number;
}

const TOO_OLD: LocalizedText = {
  en: `The webhook is more than ${REPLAYABLE_DAYS} days old and about to be deleted; it cannot be applied once more.`,
  ru: `Вебхуку больше ${REPLAYABLE_DAYS} дней, и он вот-вот будет удалён; применить его ещё раз нельзя.`,
};

/** Puts bodies back into the inbox. What they brought is there already and stays as it is: applying twice changes nothing. */
@Injectable()
export class ReplayWebhooksService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly inbox: InboxAdminRepository,
    private readonly worker: InboxWorker,
    private readonly audit: AuditService,
  ) {}

  /** Throws 404 `WEBHOOK_NOT_FOUND`, also for one whose partition is about to be dropped. */
  async replayOne(actor: AuthUser, id: number, origin: RequestOrigin): Promise<InboxRow> {
    const row = await transaction(this.dataSource, async (manager) => {
      const waiting = await this.inbox.replay(manager, id);
      if (waiting === undefined) throw new ApiError('WEBHOOK_NOT_FOUND');
      if (waiting === 'tooOld') throw new ApiError('WEBHOOK_NOT_FOUND', { detail: TOO_OLD });
      await this.audit.append(manager, {
        actorUserId: actor.id,
        action: 'webhook.replayed',
        object: { type: 'webhook', id },
        outcome: 'ok',
        origin,
      });
      return waiting;
    });
    this.worker.wake();
    return row;
  }

  async replayRange(
    actor: AuthUser,
    { afterId = 0, limit, ...filter }: ReplayRange,
    origin: RequestOrigin,
  ): Promise<{ replayed: number; lastId: number | null }> {
    const result = await transaction(this.dataSource, async (manager) => {
      const done = await this.inbox.replayRange(manager, filter, { afterId, limit });
      await this.audit.append(manager, {
        actorUserId: actor.id,
        action: 'webhook.range_replayed',
        object: { type: 'webhook', id: 'range' },
        outcome: 'ok',
        origin,
        details: { ...filter, afterId, limit, ...done },
      });
      return done;
    });
    this.worker.wake();
    return result;
  }
}
