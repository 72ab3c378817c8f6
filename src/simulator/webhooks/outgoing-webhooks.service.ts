import { Injectable } from '@nestjs/common';
import { Customer } from '../customers/customer.js';
import { FaultsService } from '../faults.service.js';
import { SchedulerService } from '../scheduler.service.js';
import { SimulatorSettings } from '../simulator-settings.js';
import { envelopeOf, WebhookEnvelope, WebhookValue } from './envelope.js';
import { MAX_UPDATES_PER_BODY, mergeReceipts, Receipt } from './merge-receipts.js';
import { SentMessage } from './status-value.js';
import { WebhookSenderService } from './webhook-sender.service.js';

/** How long a batch that does not fill up waits, by the clock. */
const BATCH_WAIT_MS = 1000;

interface BatchedReceipt extends Receipt {
  customer: Customer;
}

/** Sends webhooks as the faults want them: several receipts in one body, each body several times, to two callbacks. */
@Injectable()
export class OutgoingWebhooksService {
  private batch: BatchedReceipt[] = [];

  constructor(
    private readonly settings: SimulatorSettings,
    private readonly faults: FaultsService,
    private readonly scheduler: SchedulerService,
    private readonly sender: WebhookSenderService,
  ) {}

  /** In order per customer. Resolves with the callback's answer to the first attempt, null where there was none. */
  async deliver(customer: Customer, envelope: WebhookEnvelope, label: string): Promise<number | null> {
    const { webhookCopies, secondWebhookUrl = this.settings.secondWebhookUrl } = this.faults.of(customer);
    const { bsuid } = customer;
    const deliveries = Array.from({ length: webhookCopies }, (_, copy) => {
      // Copies wait in queues of their own, so that they arrive at once and yet each in order.
      const queue = copy === 0 ? bsuid : `${bsuid} copy ${copy}`;
      if (secondWebhookUrl !== undefined) {
        void this.sender.deliver(envelope, `${queue} second`, { label: `${label} (second)`, url: secondWebhookUrl });
      }
      return this.sender.deliver(envelope, queue, { label });
    });
    const [status] = await Promise.all(deliveries);
    return status ?? null;
  }

  /** As `deliver`, or into the batch, which nobody waits for. */
  async deliverReceipt({ customer, number }: SentMessage, value: WebhookValue, label: string): Promise<void> {
    const { batchSize } = this.faults.of(customer);
    if (batchSize <= 1) {
      await this.deliver(customer, envelopeOf(number.wabaId, value), label);
      return;
    }
    const { batch } = this;
    if (batch.length === 0) this.scheduler.after(BATCH_WAIT_MS, () => batch === this.batch && this.flush());
    batch.push({ customer, number, value });
    if (batch.length >= Math.min(batchSize, MAX_UPDATES_PER_BODY)) this.flush();
  }

  /** Sends the batch as it is. */
  flush(): void {
    const receipts = this.batch;
    const first = receipts[0];
    if (!first) return;
    this.batch = [];
    void this.deliver(first.customer, mergeReceipts(receipts), `${receipts.length} receipts in one body`);
  }

  reset(): void {
    this.batch = [];
  }
}
