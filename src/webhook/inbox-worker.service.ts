import { randomUUID } from 'node:crypto';
import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { failpoint } from '../common/failpoint.js';
import { Logger } from '../common/logger.js';
import { RecurringWork } from '../common/recurring-work.js';
import { NumberRate } from '../messages/dispatch/number-rate.service.js';
import { ApplyBodiesService } from './apply-bodies.service.js';
import { FollowTemplates } from './follow-templates.service.js';
import { InboxRepository } from './inbox.repository.js';

/** What came while nobody woke us (another process, a crash) is found by looking. */
const LOOK_EVERY_MS = 1_000;
/** A claim that was broken off may be run so much later all the same. */
const MAY_COME_LATE_MS = 10_000;

/** Applies what the inbox holds: at once when a body has just been committed here, else within a second. */
@Injectable()
export class InboxWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly owner = randomUUID();
  private readonly work: RecurringWork;
  private releaseUntil = 0;

  constructor(
    private readonly inbox: InboxRepository,
    private readonly bodies: ApplyBodiesService,
    private readonly templates: FollowTemplates,
    private readonly rate: NumberRate,
    logger: Logger,
  ) {
    this.work = new RecurringWork({
      everyMs: LOOK_EVERY_MS,
      run: () => this.applyAll(),
      logger,
      failure: 'the inbox could not be worked through',
      away: 'the database is away; webhooks wait in the inbox',
    });
  }

  onApplicationBootstrap(): void {
    this.work.start();
    this.work.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }

  wake(): void {
    this.work.wake();
  }

  private async applyAll(): Promise<void> {
    try {
      while (!this.work.isStopped && (await this.applyNext())) continue;
    } catch (error) {
      this.releaseUntil = performance.now() + MAY_COME_LATE_MS;
      throw error;
    }
  }

  private async applyNext(): Promise<boolean> {
    // Nothing is in work here at this moment: what is leased to us was claimed by a statement whose answer we never heard.
    if (performance.now() < this.releaseUntil) await this.inbox.release(this.owner);
    const bodies = await this.inbox.claim(this.owner);
    if (bodies.length === 0) return false;
    await this.templates.apply(bodies);
    this.rate.countInbound(await this.bodies.apply(this.owner, bodies));
    failpoint('w7');
    return true;
  }
}
