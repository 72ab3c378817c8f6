import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logger.js';
import { RecurringWork } from '../../common/recurring-work.js';
import { ClaimedReceipt, ReadReceiptsRepository } from './read-receipts.repository.js';
import { ReadMarker } from './read-marker.service.js';
import { isWorthSending, judgeMark, nextTry, tellMark } from './receipt-schedule.js';

/** What other processes were asked for, or left behind, is found by looking. */
const LOOK_EVERY_MS = 1_000;
const BATCH = 50;

/** Tells WhatsApp what was read, behind the requests' backs: at once where it was read here, else within seconds. */
@Injectable()
export class ReadReceiptSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(
    private readonly receipts: ReadReceiptsRepository,
    private readonly marker: ReadMarker,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    const failure = 'read receipts could not be worked through';
    this.work = new RecurringWork({ everyMs: LOOK_EVERY_MS, run: () => this.sendDue(), logger, failure });
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }

  wake(): void {
    this.work.wake();
  }

  private async sendDue(): Promise<void> {
    const batch = await this.receipts.claim(BATCH, this.clock.now());
    await Promise.all(batch.map((receipt) => this.send(receipt)));
  }

  private async send(receipt: ClaimedReceipt): Promise<void> {
    const { chatId, channelId, wamid, readReceipts, tries } = receipt;
    const begun = this.clock.now();
    if (readReceipts === 'never' || !isWorthSending(receipt, begun)) return this.receipts.forget(receipt);
    const outcome = await this.marker.mark(channelId, { wamid, isTyping: false });
    const now = this.clock.now();
    // The number's messages go first; that was no try.
    if (outcome === 'busy') return this.receipts.postpone(receipt, { nextAt: now, tries: tries - 1 });
    const verdict = judgeMark(outcome);
    if (verdict === 'again') return this.receipts.postpone(receipt, { nextAt: nextTry(tries, now), tries });
    if (verdict === 'never') this.logger.warning('a read receipt was refused', { chatId, ...tellMark(outcome) });
    return this.receipts.forget(receipt);
  }
}
