import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ChannelsService } from '../../channels/channels.service.js';
import { Clock } from '../../common/clock.js';
import { transaction } from '../../database/transaction.js';
import { CancelCommit } from './cancel-commit.service.js';
import { CANCEL_BATCH, HandRepository } from './hand.repository.js';

@Injectable()
export class CancelPendingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly channels: ChannelsService,
    private readonly repository: HandRepository,
    private readonly commit: CancelCommit,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Cancels whatever waits in a channel, chat by chat, so that none is held up by the others, and gives the number. What a kill leaves
   * undone the next call does. Throws 404 `CHANNEL_NOT_FOUND`.
   */
  async cancelAll(actor: AuthUser, channelId: number, origin: RequestOrigin): Promise<number> {
    await this.channels.assertExists(channelId);
    let cancelled = 0;
    let page = await this.repository.findChatsWithWork(channelId, 0);
    for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
      for (const chatId of page) cancelled += await this.cancelChat(actor, { chatId, channelId }, origin);
      page = await this.repository.findChatsWithWork(channelId, last);
    }
    await transaction(this.dataSource, (manager) =>
      this.audit.append(manager, {
        actorUserId: actor.id,
        action: 'channel.pending_cancelled',
        object: { type: 'channel', id: channelId },
        outcome: 'ok',
        origin,
        details: { cancelled },
      }),
    );
    return cancelled;
  }

  private async cancelChat(
    actor: AuthUser,
    chat: { chatId: number; channelId: number },
    origin: RequestOrigin,
  ): Promise<number> {
    const tellTime = (): Date => this.clock.now();
    let cancelled = 0;
    for (let batch = CANCEL_BATCH; batch === CANCEL_BATCH; cancelled += batch) {
      batch = await this.commit.store({ actor, chat, messageId: null, origin, tellTime });
    }
    return cancelled;
  }
}
