import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Logger } from '../common/logger.js';
import { RecurringWork } from '../common/recurring-work.js';
import { SyncTemplates } from './sync-templates.service.js';
import { TemplatesRepository } from './templates.repository.js';

const LOOK_EVERY_MS = 15_000;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Reads the templates of accounts that have just been connected: those of which none is known, until they were read once in the life of
 * a process. What Graph refuses or leaves unanswered is asked for again after 1, 2, 4, 8 and then every 15 minutes.
 */
@Injectable()
export class FirstSync implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** By account; how often it was tried, and before when it is not tried again. */
  private readonly tries = new Map<string, { count: number; notBefore: number }>();
  private readonly work: RecurringWork;

  constructor(
    private readonly templates: TemplatesRepository,
    private readonly sync: SyncTemplates,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    const failure = 'accounts without templates could not be read';
    this.work = new RecurringWork({ everyMs: LOOK_EVERY_MS, run: () => this.look(), logger, failure });
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  beforeApplicationShutdown(): void {
    // Not waited for: Graph may take longer than a process has to end, and what was not read is read by the next one.
    void this.work.stop();
  }

  async look(): Promise<void> {
    for (const wabaId of await this.templates.unknownAccounts()) {
      const now = this.clock.millis();
      const { count, notBefore } = this.tries.get(wabaId) ?? { count: 0, notBefore: now };
      if (now < notBefore) continue;
      // Before it is asked: looks may overlap.
      const wait = Math.min(FIRST_WAIT_MS * 2 ** count, LONGEST_WAIT_MS);
      this.tries.set(wabaId, { count: count + 1, notBefore: now + wait });
      // There are accounts without a template.
      if (await this.sync.syncSoon(wabaId)) this.tries.set(wabaId, { count, notBefore: Infinity });
    }
  }
}
