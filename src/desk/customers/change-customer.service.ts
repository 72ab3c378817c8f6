import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { CustomersService } from '../../chats/customers.service.js';
import { MarketingService } from '../../chats/marketing.service.js';
import { Clock } from '../../common/clock.js';
import { transaction } from '../../database/transaction.js';
import type { NewEvent } from '../../events/event-types.js';
import { EventsService } from '../../events/events.service.js';

/** What a person does to a customer they see. */
@Injectable()
export class ChangeCustomerService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly customers: CustomersService,
    private readonly marketing: MarketingService,
    private readonly audit: AuditService,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  /** Null gives the name of their profile back; the name they have changes nothing. */
  rename(actor: AuthUser, customerId: number, name: string | null, origin: RequestOrigin): Promise<void> {
    return this.change(actor, customerId, origin, {
      action: 'customer.renamed',
      // Never the name itself: it is a person's.
      details: { isNamed: name !== null },
      work: (manager, id) => this.customers.rename(manager, id, name, this.clock.now()),
    });
  }

  /** What the customer told an operator about marketing messages. */
  setMarketing(actor: AuthUser, customerId: number, optedOut: boolean, origin: RequestOrigin): Promise<void> {
    return this.change(actor, customerId, origin, {
      action: 'customer.marketing_set',
      details: { optedOut },
      work: (manager, id) => this.marketing.setByHand(manager, id, optedOut, this.clock.now()),
    });
  }

  private async change(
    actor: AuthUser,
    customerId: number,
    origin: RequestOrigin,
    { action, details, work }: Deed,
  ): Promise<void> {
    await transaction(this.dataSource, async (manager) => {
      const id = await this.customers.lockOne(manager, customerId);
      const events = await work(manager, id);
      if (events === undefined) return;
      const object = { type: 'customer', id };
      await this.audit.append(manager, { actorUserId: actor.id, action, object, outcome: 'ok', origin, details });
      await this.events.append(manager, events, this.clock.now());
    });
  }
}

interface Deed {
  action: string;
  details: Record<string, unknown>;
  /** The events of what it changed; undefined where it is so already. */
  work: (manager: EntityManager, customerId: number) => Promise<NewEvent[] | undefined>;
}
