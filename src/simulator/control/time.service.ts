import { BadRequestException, ConflictException, Injectable } from '@nestjs/common';
import { Clock, FakeClock, ShiftedClock } from '../../common/clock.js';
import { BehaviourService } from '../customers/behaviour.service.js';
import { CustomersService } from '../customers/customers.service.js';
import { SchedulerService } from '../scheduler.service.js';
import { WebhookSenderService } from '../webhooks/webhook-sender.service.js';

/** Makes come what would come later. */
@Injectable()
export class TimeService {
  constructor(
    private readonly clock: Clock,
    private readonly scheduler: SchedulerService,
    private readonly sender: WebhookSenderService,
    private readonly customers: CustomersService,
    private readonly behaviour: BehaviourService,
  ) {}

  advance(seconds: number): { now: string } {
    if (!(this.clock instanceof ShiftedClock) && !(this.clock instanceof FakeClock)) {
      throw new ConflictException('This simulator runs on a clock that cannot be moved.');
    }
    this.clock.advance(seconds * 1000);
    this.scheduler.runDue();
    this.sender.retryNow();
    return { now: this.clock.now().toISOString() };
  }

  bringOnline(address: string): { released: number } {
    const customer = this.customers.find(address);
    if (!customer) throw new BadRequestException('phone names nobody.');
    return { released: this.behaviour.comeOnline(customer) };
  }
}
