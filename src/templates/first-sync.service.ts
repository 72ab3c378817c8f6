import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { isDatabaseAway } from '../common/errors/normalize-error.js';
import { Logger } from '../common/logger.js';
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
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly templates: TemplatesRepository,
    private readonly sync: SyncTemplates,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Never rejects. */
  async look(): Promise<void> {
    try {
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
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.failure('accounts without templates could not be read', error);
    }
  }
}
