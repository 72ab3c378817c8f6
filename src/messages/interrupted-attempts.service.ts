import { Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Logger } from '../common/logger.js';
import { OutgoingRepository } from './outgoing.repository.js';
import { OutcomeRecorder } from './send/outcome-recorder.service.js';

/** Longer than any attempt lives: an upload of 100 MB, three tries, and the send. */
const INTERRUPTED_AFTER_MS = 10 * 60 * 1000;
const SWEEP_EVERY_MS = 60_000;

/**
 * Finds attempts whose process died. One that was posting is uncertain: the customer may have the message, so it is never sent again
 * by itself. One that had not begun to post has failed, and may be sent again.
 */
@Injectable()
export class InterruptedAttempts implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly outgoing: OutgoingRepository,
    private readonly recorder: OutcomeRecorder,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweepQuietly(), SWEEP_EVERY_MS);
    this.timer.unref();
    void this.sweepQuietly();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async sweep(): Promise<void> {
    const now = this.clock.now();
    for (const attempt of await this.outgoing.findInterrupted(new Date(now.getTime() - INTERRUPTED_AFTER_MS))) {
      const kind = attempt.state === 'posting' ? 'uncertain' : 'unsent';
      await this.recorder.record(attempt, { kind, reason: 'interrupted' }, now);
    }
  }

  private async sweepQuietly(): Promise<void> {
    await this.sweep().catch((error: unknown) => this.logger.failure('interrupted attempts could not be swept', error));
  }
}
