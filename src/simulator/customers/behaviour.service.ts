import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { FaultsService } from '../faults.service.js';
import { SchedulerService } from '../scheduler.service.js';
import { SimulatorSettings } from '../simulator-settings.js';
import { envelopeOf, WebhookValue } from '../webhooks/envelope.js';
import { failedValue, receiptValue, SentMessage } from '../webhooks/status-value.js';
import { WebhookSenderService } from '../webhooks/webhook-sender.service.js';
import { chooseAnswer } from './answers.js';
import { Customer } from './customer.js';
import { InboundService } from './inbound.service.js';
import { PlannedReceipt, planReceipts, ReceiptMode } from './receipt-plan.js';

/** How long the offline one stays away from their phone. */
const OFFLINE_MS = 60 * 60 * 1000;

/** Plays what follows an accepted message: receipts, a late failure, the customer's answer. */
@Injectable()
export class BehaviourService {
  private turn = 0;

  constructor(
    private readonly settings: SimulatorSettings,
    private readonly clock: Clock,
    private readonly scheduler: SchedulerService,
    private readonly sender: WebhookSenderService,
    private readonly inbound: InboundService,
    private readonly faults: FaultsService,
  ) {}

  receive(message: SentMessage): void {
    const plan = planReceipts(this.settings.receiptDelays, this.modeFor(message.customer), this.turn++);
    if (message.customer.fate !== 'goes-offline') {
      this.play(message, plan, 0);
      this.answerLater(message, 0);
      return;
    }
    this.play(message, plan.filter(isFromServer), 0);
    const wakeUp = (): void => {
      const slept = this.settings.receiptDelays.delivered;
      this.play(
        message,
        plan.filter((receipt) => !isFromServer(receipt)),
        slept,
      );
      this.answerLater(message, slept);
    };
    this.scheduler.after(OFFLINE_MS, wakeUp, offlineTag(message.customer));
  }

  fail(message: SentMessage, failure: { code: number; details: string }): void {
    this.scheduler.after(this.settings.receiptDelays.sent, () => {
      this.post(message, failedValue(message, failure, this.clock.millis()), `failed ${failure.code}`);
    });
  }

  /** The customer's phone is reachable again. Returns how many messages were waiting for it. */
  comeOnline(customer: Customer): number {
    return this.scheduler.hurry(offlineTag(customer));
  }

  private modeFor(customer: Customer): ReceiptMode {
    const fault = this.faults.current.receipts;
    return fault === 'normal' && customer.fate === 'read-before-delivered' ? customer.fate : fault;
  }

  /** `skippedMs` of the plan are over already. */
  private play(message: SentMessage, plan: readonly PlannedReceipt[], skippedMs: number): void {
    const startedAt = this.clock.millis() - skippedMs;
    for (const { status, happensMs, postsMs } of plan) {
      this.scheduler.after(postsMs - skippedMs, () => {
        this.post(message, receiptValue(message, status, startedAt + happensMs), status);
      });
    }
  }

  private post(message: SentMessage, value: WebhookValue, what: string): void {
    const { customer, number } = message;
    const label = `${what} by ${customer.waId ?? customer.bsuid} ${message.wamid.slice(-8)}`;
    void this.sender.deliver(envelopeOf(number.wabaId, value), customer.bsuid, label);
  }

  private answerLater(message: SentMessage, skippedMs: number): void {
    const { customer, number, type, text } = message;
    if (!customer.answers) return;
    const { read, reply } = this.settings.receiptDelays;
    const delay = customer.fate === 'replies-at-once' ? read : reply;
    this.scheduler.after(delay - skippedMs, () => {
      const parts = { text: { body: chooseAnswer(type, text, customer.answersGiven++) } };
      void this.inbound.write({ number, customer, isPhoneVisible: true, type: 'text', parts });
    });
  }
}

/** The first tick is Meta's server's; the others are the phone's. */
function isFromServer(receipt: PlannedReceipt): boolean {
  return receipt.status === 'sent';
}

function offlineTag(customer: Customer): string {
  return `offline ${customer.bsuid}`;
}
