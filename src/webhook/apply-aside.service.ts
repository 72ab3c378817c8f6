import { Injectable } from '@nestjs/common';
import { AccountNotice, AccountUpdatesService, ShownNumber } from '../channels/account/account-updates.service.js';
import { CustomerNotice, CustomerNoticesService } from '../chats/customer-notices.service.js';
import { isDatabaseAway } from '../common/errors/normalize-error.js';
import { Logger } from '../common/logger.js';
import { ImportHistoryService } from '../messages/apply/import-history.service.js';
import type { HistoryInbound } from '../messages/domain/webhook-items.js';
import { failureReason } from './domain/failure-reason.js';

/** What of a body is applied beside its messages and receipts. */
export interface Aside {
  notices: readonly CustomerNotice[];
  history: readonly HistoryInbound[];
  accounts: readonly AccountNotice[];
  numbers: readonly ShownNumber[];
}

/** Applies each kind in transactions of its own: they lock customers, as messages do later, and done twice they change nothing. */
@Injectable()
export class ApplyAsideService {
  constructor(
    private readonly customerNotices: CustomerNoticesService,
    private readonly history: ImportHistoryService,
    private readonly accounts: AccountUpdatesService,
    private readonly logger: Logger,
  ) {}

  /** Why some of it could not be applied. Rejects only while the database is away. */
  async apply({ notices, history, accounts, numbers }: Aside): Promise<string[]> {
    return [
      ...(await this.try(() => this.customerNotices.apply(notices))),
      ...(await this.try(() => this.history.import(history))),
      ...(await this.try(() => this.accounts.learn(numbers))),
      ...(await this.try(() => this.accounts.apply(accounts))),
    ];
  }

  private async try(step: () => Promise<void>): Promise<string[]> {
    try {
      await step();
      return [];
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.failure('a part of a webhook could not be applied', error);
      return [failureReason(error)];
    }
  }
}
