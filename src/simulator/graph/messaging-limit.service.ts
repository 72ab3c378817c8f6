import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { readAccountUpdate } from '../../waba-gateway/protocol/account-update.js';
import { Customer } from '../customers/customer.js';
import { GraphError } from './graph.error.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const LIMIT = /^(?:TIER_)?(\d+)(K?)$/;

/**
 * Meta's messaging limit: so many customers may be reached outside their windows in a moving 24 hours, over all numbers. There is none
 * until a webhook tells it, which it then is.
 */
@Injectable()
export class MessagingLimitService {
  private limit = Infinity;
  private readonly reached = new Map<Customer, number>();

  constructor(private readonly clock: Clock) {}

  /** Follows a webhook somebody posts through the control API. */
  follow(field: string, value: Readonly<Record<string, unknown>>): void {
    const word = readAccountUpdate(field, value)?.sets.messagingLimit;
    if (word === undefined) return;
    const [, digits, thousands] = LIMIT.exec(word) ?? [];
    this.limit = digits === undefined ? Infinity : Number(digits) * (thousands === 'K' ? 1000 : 1);
  }

  /**
   * Counts a customer who is about to be reached outside the window; what it gives takes that back. Throws GraphError: Meta's page names
   * no code of its own.
   */
  take(customer: Customer): () => void {
    const now = this.clock.millis();
    for (const [one, at] of this.reached) if (now - at >= DAY_MS) this.reached.delete(one);
    if (!this.reached.has(customer) && this.reached.size >= this.limit) {
      throw new GraphError(131048, {
        details: 'Message failed to send: the messaging limit of the business is reached.',
      });
    }
    const before = this.reached.get(customer);
    this.reached.set(customer, now);
    return () => {
      if (before === undefined) this.reached.delete(customer);
      else this.reached.set(customer, before);
    };
  }

  reset(): void {
    this.limit = Infinity;
    this.reached.clear();
  }
}
