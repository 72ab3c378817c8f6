import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { lockNames } from '../database/advisory-locks.js';
import { transaction } from '../database/transaction.js';
import { EventsService } from '../events/events.service.js';
import type { CustomerNoticeItem } from '../waba-gateway/protocol/webhook.types.js';
import { customerLockNames, CustomersService, Person } from './customers.service.js';
import { MarketingService, MarketingWord } from './marketing.service.js';

/** What Meta tells of a customer outside of messages, and when its body reached us. */
export interface CustomerNotice {
  receivedAt: Date;
  item: CustomerNoticeItem;
}

@Injectable()
export class CustomerNoticesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly customers: CustomersService,
    private readonly marketing: MarketingService,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  /** Keeps what they say, in one transaction of its own. Applied twice, or late, it changes nothing: Meta's times decide. */
  async apply(notices: readonly CustomerNotice[]): Promise<void> {
    if (notices.length === 0) return;
    const people = notices.map(personOf);
    await transaction(this.dataSource, async (manager) => {
      const isKnown = await this.customers.areKnown(manager, people);
      await lockNames(manager, customerLockNames(people.filter((_, index) => isKnown[index] !== true)));
      const now = this.clock.now();
      const { customerIds, events } = await this.customers.identify(manager, people, [], now);
      const words = notices.flatMap(({ item }, index): MarketingWord[] => {
        const [customerId, at] = [customerIds[index], people[index]?.at];
        if (item.marketing === undefined || customerId === undefined || at === undefined) return [];
        return [{ customerId, optedOut: item.marketing === 'stop', at, source: 'customer' }];
      });
      await this.events.append(manager, [...events, ...(await this.marketing.note(manager, words))], now);
    });
  }
}

/** Meta's time, never later than it reached us; where it is unusable, when it reached us. */
function personOf({ receivedAt, item }: CustomerNotice): Person {
  const at = item.timestamp !== null && item.timestamp < receivedAt ? item.timestamp : receivedAt;
  return { hints: item.person, became: item.became, at };
}
