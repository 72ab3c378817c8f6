import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { transaction } from '../../database/transaction.js';
import type { NewEvent } from '../../events/event-types.js';
import { EventsService } from '../../events/events.service.js';
import { AccountUpdate, CUT_OFF } from '../../waba-gateway/protocol/account-update.js';
import { channelsConcerned } from '../domain/channels-concerned.js';
import { AccountReachService } from './account-reach.service.js';
import { ChannelHealthRepository, ChannelState } from './channel-health.repository.js';

/** What a webhook said of an account. */
export interface AccountNotice {
  wabaId: string;
  update: AccountUpdate;
  /** As it came. */
  value: unknown;
  /** Meta's time; null where it gave none. */
  timestamp: Date | null;
  receivedAt: Date;
}

/** A number as Meta shows it to people. */
export interface ShownNumber {
  phoneNumberId: string;
  displayPhoneNumber: string;
}

/** Keeps what Meta tells of accounts and numbers, and tells the operators where that changes something. */
@Injectable()
export class AccountUpdatesService {
  private readonly shown = new Map<string, string>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly health: ChannelHealthRepository,
    private readonly reach: AccountReachService,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  /** In transactions of its own; done twice, or in another order, it changes nothing more. An account that is none of ours is no concern. */
  async apply(notices: readonly AccountNotice[]): Promise<void> {
    for (const notice of notices) {
      await transaction(this.dataSource, async (manager) => {
        const channels = await this.health.lockOfAccount(manager, notice.wabaId);
        const events: NewEvent[] = [];
        for (const channel of channelsConcerned(channels, notice.update.displayPhoneNumber)) {
          events.push(...(await this.tell(manager, channel, notice)));
        }
        await this.events.append(manager, events, this.clock.now());
      });
      if (notice.update.sets.messagingLimit !== undefined) await this.reach.offer(notice.wabaId);
    }
  }

  /** Account events name a number by its digits alone; messages tell us whose they are. */
  async learn(numbers: readonly ShownNumber[]): Promise<void> {
    for (const { phoneNumberId, displayPhoneNumber } of numbers) {
      const digits = displayPhoneNumber.replace(/\D/g, '');
      if (digits === '' || this.shown.get(phoneNumberId) === digits) continue;
      await this.health.learnNumber(this.dataSource.manager, phoneNumberId, digits);
      this.shown.set(phoneNumberId, digits);
    }
  }

  private async tell(manager: EntityManager, before: ChannelState, notice: AccountNotice): Promise<NewEvent[]> {
    const { update, value, timestamp, receivedAt } = notice;
    const { field, event, sets } = update;
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([field, value, timestamp]))
      .digest();
    const occurredAt = timestamp !== null && timestamp < receivedAt ? timestamp : receivedAt;
    const change = { channelId: before.id, field, event, sets, details: value, fingerprint, occurredAt, receivedAt };
    if (!(await this.health.insert(manager, change))) return [];
    const after = await this.health.settle(manager, before.id);
    if (after === undefined || isDeepStrictEqual(before, after)) return [];
    const { id: channelId, displayPhoneNumber: _number, ...data } = after;
    const isCutOff = CUT_OFF.has(after.accountStatus ?? '') && after.accountStatus !== before.accountStatus;
    return [{ type: isCutOff ? 'channel.disconnected' : 'channel.quality_changed', channelId, data }];
  }
}
