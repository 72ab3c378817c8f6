import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { Logger } from '../../common/logger.js';
import { ClaimedReceipt, ReadReceiptsRepository } from './read-receipts.repository.js';
import { ReadMarker } from './read-marker.service.js';
import { isWorthSending, judgeMark, nextTry, tellMark } from './receipt-schedule.js';

/** What other processes were asked for, or left behind, is found by looking. */
const LOOK_EVERY_MS = 1_000;
const BATCH = 50;

/** Tells WhatsApp what was read, behind the requests' backs: at once where it was read here, else within seconds. */
@Injectable()
export class ReadReceiptSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isStopped = false;
  private mustLookAgain = false;

  constructor(
    private readonly receipts: ReadReceiptsRepository,
    private readonly marker: ReadMarker,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  wake(): void {
    this.mustLookAgain = true;
    if (this.running !== undefined || this.isStopped) return;
    this.running = this.work().finally(() => {
      this.running = undefined;
      if (this.mustLookAgain) this.wake();
    });
  }

  private async work(): Promise<void> {
    try {
      while (this.mustLookAgain && !this.isStopped) {
        this.mustLookAgain = false;
        const batch = await this.receipts.claim(BATCH, this.clock.now());
        await Promise.all(batch.map((receipt) => this.send(receipt)));
      }
    } catch (error) {
      this.mustLookAgain = false;
      if (!isDatabaseAway(error)) this.logger.failure('read receipts could not be worked through', error);
    }
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
