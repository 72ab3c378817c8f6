import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { PAIR_BURST, PAIR_INTERVAL_MS } from '../../waba-gateway/protocol/limits.js';
import { Customer } from '../customers/customer.js';
import { DEFAULT_MESSAGES_PER_SECOND, SimulatedNumber } from '../simulator-options.js';
import { GraphError } from './graph.error.js';
import { MessagingLimitService } from './messaging-limit.service.js';
import { forceTurn, Rate, ratePerSecond, rateWithBurst, takeTurn } from './rate.js';

const PAIR_RATE = rateWithBurst(PAIR_INTERVAL_MS, PAIR_BURST);

/**
 * Meta's two limits on messages, always on (its page "Throughput"): per business number, in and out together, and per
 * business number and customer. Only what was accepted counts.
 */
@Injectable()
export class RateLimitsService {
  private readonly pairTurns = new Map<Customer, Map<string, number>>();
  private readonly numberTurns = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly messagingLimit: MessagingLimitService,
  ) {}

  /**
   * Counts a message to be accepted; `isOutside` the service window. Throws GraphError 130429, 131056 or 131048 where it is one too many.
   * What it gives is called where the message is not delivered after all.
   */
  take(number: SimulatedNumber, customer: Customer, isOutside: boolean): () => void {
    const { phoneNumberId } = number;
    const ofNumber = takeTurn(this.numberTurns.get(phoneNumberId), elapsed(), rateOf(number));
    if (ofNumber === null) {
      throw new GraphError(130429, { details: 'Message failed to send because there were too many messages sent.' });
    }
    const pairs = this.pairTurns.get(customer) ?? new Map<string, number>();
    const ofPair = takeTurn(pairs.get(phoneNumberId), this.clock.millis(), PAIR_RATE);
    if (ofPair === null) {
      throw new GraphError(131056, {
        details:
          'Message failed to send because there were too many messages sent from this phone number to the same phone ' +
          'number in a short period of time.',
      });
    }
    const giveBack = isOutside ? this.messagingLimit.take(customer) : (): void => undefined;
    this.numberTurns.set(phoneNumberId, ofNumber);
    this.pairTurns.set(customer, pairs.set(phoneNumberId, ofPair));
    return giveBack;
  }

  /** Counts a customer's message. */
  receive(number: SimulatedNumber): void {
    const { phoneNumberId } = number;
    this.numberTurns.set(phoneNumberId, forceTurn(this.numberTurns.get(phoneNumberId), elapsed(), rateOf(number)));
  }

  reset(): void {
    this.pairTurns.clear();
    this.numberTurns.clear();
  }
}

function rateOf({ messagesPerSecond }: SimulatedNumber): Rate {
  return ratePerSecond(messagesPerSecond ?? DEFAULT_MESSAGES_PER_SECOND);
}

/** Throughput is about load, and a clock that stands still carries any load: this one limit goes by real time. */
function elapsed(): number {
  return performance.now();
}
