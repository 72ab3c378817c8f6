import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logger.js';
import { RecurringWork } from '../../common/recurring-work.js';
import { WebhookDoor } from '../../messages/dispatch/webhook-door.service.js';
import { WebhookSilenceRepository } from './webhook-silence.repository.js';

/** Receipts come within seconds, so that this is no delay but a webhook that is not subscribed, or does not reach us. */
const SILENT_AFTER_MS = 15 * 60 * 1000;
const LOOK_EVERY_MS = 60_000;

/** Tells the admins when WhatsApp has reported nothing for long although messages wait for their receipts. */
@Injectable()
export class WebhookSilence implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(
    private readonly repository: WebhookSilenceRepository,
    private readonly door: WebhookDoor,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    const failure = 'whether webhooks come in could not be seen';
    this.work = new RecurringWork({ everyMs: LOOK_EVERY_MS, run: () => this.look(), logger, failure });
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }

  /** Tells of the silence that reigns now, once. */
  async look(): Promise<void> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - SILENT_AFTER_MS);
    // What came while nobody was here, or could not be kept, comes again.
    if (this.door.heardSince(before) > before) return;
    const since = await this.repository.lastHeard();
    if (since !== null && since > before) return;
    if (!(await this.repository.isAnyWaiting(since, before))) return;
    if (!(await this.repository.tell(since, now))) return;
    this.logger.warning('no webhooks come in although messages wait for receipts', { since: since?.toISOString() });
  }
}
