import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { FaultsService } from '../faults.service.js';
import { SchedulerService } from '../scheduler.service.js';
import { SimulatorSettings } from '../simulator-settings.js';
import { OutgoingWebhooksService } from '../webhooks/outgoing-webhooks.service.js';
import { failedValue, receiptValue, SentMessage } from '../webhooks/status-value.js';
import { TakingService } from '../phones/taking.service.js';
import { Customer, isOffline } from './customer.js';
import { PlannedReceipt, planFailure, planReceipts, ReceiptMode, ReceiptStatus } from './receipt-plan.js';

/** How long the one who goes offline stays away from their phone. */
const OFFLINE_MS = 60 * 60 * 1000;

interface Failure {
  code: number;
  details: string;
}

/** What a message gets, and from when on its moments are counted. */
interface Play {
  message: SentMessage;
  plan: readonly PlannedReceipt<ReceiptStatus | 'failed'>[];
  failure?: Failure | undefined;
  /** So much of the plan is over already. */
  skippedMs?: number;
}

/** Plays what follows an accepted message: receipts, a late failure, what the customer does with it. */
@Injectable()
export class BehaviourService {
  private turn = 0;

  constructor(
    private readonly settings: SimulatorSettings,
    private readonly clock: Clock,
    private readonly scheduler: SchedulerService,
    private readonly webhooks: OutgoingWebhooksService,
    private readonly taking: TakingService,
    private readonly faults: FaultsService,
  ) {}

  /** Resolves at once, or where receipts are to come before Graph's answer, when they were posted. */
  async receive(message: SentMessage): Promise<void> {
    const { customer } = message;
    const mode = this.modeFor(customer);
    const fault = this.faults.take('fail', customer);
    if (fault) {
      const failure = { code: fault.code, details: fault.details ?? 'Failed on purpose: a fault is set.' };
      await this.play({ message, plan: planFailure(this.settings.receiptDelays, mode, fault.isAfterSent), failure });
      return;
    }
    const plan = planReceipts(this.settings.receiptDelays, mode, this.turn++);
    if (!isOffline(customer)) {
      const played = this.play({ message, plan });
      this.taking.take(message, 0);
      await played;
      return;
    }
    // Whose phone was switched off by somebody waits for somebody to switch it on.
    const awayMs = customer.line === 'offline' ? Infinity : OFFLINE_MS;
    this.scheduler.after(awayMs, () => this.wakeUp(message, plan), offlineTag(customer));
    await this.play({ message, plan: plan.filter(isFromServer) });
  }

  /** As `receive`, for a message of which Meta finds out afterwards why it cannot be sent. */
  fail(message: SentMessage, failure: Failure): Promise<void> {
    return this.play({ message, plan: planFailure(this.settings.receiptDelays, 'normal', false), failure });
  }

  /** The customer's phone is reachable again. Returns how many messages were waiting for it. */
  comeOnline(customer: Customer): number {
    return this.scheduler.hurry(offlineTag(customer));
  }

  private modeFor(customer: Customer): ReceiptMode {
    const fault = this.faults.of(customer).receipts;
    return fault === 'normal' && customer.fate === 'read-before-delivered' ? customer.fate : fault;
  }

  private wakeUp(message: SentMessage, plan: readonly PlannedReceipt[]): void {
    const skippedMs = this.settings.receiptDelays.delivered;
    void this.play({ message, plan: plan.filter((receipt) => !isFromServer(receipt)), skippedMs });
    this.taking.take(message, skippedMs);
  }

  private async play(play: Play): Promise<void> {
    const { message, plan, skippedMs = 0 } = play;
    const { receiptsBeforeAnswer, receiptsLateMs } = this.faults.of(message.customer);
    const startedAt = this.clock.millis() - skippedMs;
    if (receiptsBeforeAnswer) {
      // What has not happened yet happens now: a receipt from the future would be another fault.
      await Promise.all(plan.map(({ status }) => this.post(play, status, startedAt + skippedMs)));
      return;
    }
    for (const { status, happensMs, postsMs } of plan) {
      this.scheduler.after(postsMs - skippedMs + receiptsLateMs, () => {
        void this.post(play, status, startedAt + happensMs);
      });
    }
  }

  private async post({ message, failure }: Play, status: ReceiptStatus | 'failed', at: number): Promise<void> {
    const { customer, wamid } = message;
    const label = `by ${customer.waId ?? customer.bsuid} ${wamid.slice(-8)}`;
    if (status !== 'failed') {
      await this.webhooks.deliverReceipt(message, receiptValue(message, status, at), `${status} ${label}`);
    } else if (failure !== undefined) {
      message.onFailed?.();
      const what = `failed ${failure.code} ${label}`;
      await this.webhooks.deliverReceipt(message, failedValue(message, failure, at), what);
    }
  }
}

/** The first tick is Meta's server's; the others are the phone's. */
function isFromServer(receipt: PlannedReceipt): boolean {
  return receipt.status === 'sent';
}

function offlineTag(customer: Customer): string {
  return `offline ${customer.bsuid}`;
}
