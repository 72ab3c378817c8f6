import { Injectable } from '@nestjs/common';
import { chooseAnswer } from '../customers/answers.js';
import { InboundService } from '../customers/inbound.service.js';
import { SchedulerService } from '../scheduler.service.js';
import { SimulatorSettings } from '../simulator-settings.js';
import type { SentMessage } from '../webhooks/status-value.js';
import { PhonesService } from './phones.service.js';

/** What becomes of a message on the customer's side: it arrives on the phone, and some customers answer by themselves. */
@Injectable()
export class TakingService {
  constructor(
    private readonly settings: SimulatorSettings,
    private readonly scheduler: SchedulerService,
    private readonly phones: PhonesService,
    private readonly inbound: InboundService,
  ) {}

  /** `skippedMs` of its time are over already. */
  take(message: SentMessage, skippedMs: number): void {
    const { delivered } = this.settings.receiptDelays;
    this.scheduler.after(delivered - skippedMs, () => this.phones.arrive(message));
    this.answerLater(message, skippedMs);
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
