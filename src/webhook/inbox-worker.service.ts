import { randomUUID } from 'node:crypto';
import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseAway } from '../common/errors/normalize-error.js';
import { failpoint } from '../common/failpoint.js';
import { Logger } from '../common/logger.js';
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
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isStopped = false;
  private mustLookAgain = false;
  private releaseUntil = 0;

  constructor(
    private readonly inbox: InboxRepository,
    private readonly bodies: ApplyBodiesService,
    private readonly templates: FollowTemplates,
    private readonly rate: NumberRate,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS);
    this.timer.unref();
    this.wake();
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
        if (await this.applyNext()) this.mustLookAgain = true;
      }
    } catch (error) {
      this.mustLookAgain = false;
      // The next look is a second away: a database that is away is not asked in a loop.
      if (!isDatabaseAway(error)) this.logger.failure('the inbox could not be worked through', error);
      else this.logger.warning('the database is away; webhooks wait in the inbox');
      this.releaseUntil = performance.now() + MAY_COME_LATE_MS;
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
