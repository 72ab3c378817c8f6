import { Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { Logger } from '../../common/logger.js';
import { ownFailure } from '../domain/message-error.js';
import { AttemptEnding } from './attempt-ending.service.js';
import { OutcomeBoard } from './outcome-board.js';
import { ReconcilerRepository } from './reconciler.repository.js';
import { WebhookDoor } from './webhook-door.service.js';

/** Receipts come within seconds: who has heard nothing for so long, while we could hear, will hardly hear any more. */
const GIVE_UP_AFTER_MS = 15 * 60 * 1000;
const SWEEP_EVERY_MS = 60_000;

/**
 * Settles what no webhook settles. An attempt whose outcome nobody tells fails with UNKNOWN_OUTCOME, until something is heard of it
 * after all; what is parked finds its message when both were written past each other.
 */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly repository: ReconcilerRepository,
    private readonly ending: AttemptEnding,
    private readonly door: WebhookDoor,
    private readonly board: OutcomeBoard,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweepQuietly(), SWEEP_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async sweep(): Promise<void> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - GIVE_UP_AFTER_MS);
    if (this.door.heardSince(before) <= before) {
      for (const attempt of await this.repository.findUncertain(before)) {
        await this.ending.giveUp(attempt, ownFailure('UNKNOWN_OUTCOME'), now);
        this.board.tell(attempt.messageId);
      }
    }
    for (const attempt of await this.repository.findParked()) await this.ending.rematch(attempt, now);
    for (const target of await this.repository.findChanged()) await this.ending.rematchChanges(target, now);
    await this.repository.dropOldParked(now);
  }

  private async sweepQuietly(): Promise<void> {
    await this.sweep().catch((error: unknown) => {
      if (!isDatabaseAway(error)) this.logger.failure('what is uncertain could not be settled', error);
    });
  }
}
