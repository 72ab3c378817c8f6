import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logger.js';
import { RecurringWork } from '../../common/recurring-work.js';
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
export class Reconciler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(
    private readonly repository: ReconcilerRepository,
    private readonly ending: AttemptEnding,
    private readonly door: WebhookDoor,
    private readonly board: OutcomeBoard,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    const failure = 'what is uncertain could not be settled';
    this.work = new RecurringWork({ everyMs: SWEEP_EVERY_MS, run: () => this.sweep(), logger, failure });
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.work.stop();
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
}
