import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseAway } from '../common/errors/normalize-error.js';
import { Logger } from '../common/logger.js';
import { SyncTemplates } from './sync-templates.service.js';
import { TemplatesRepository } from './templates.repository.js';

const LOOK_EVERY_MS = 15_000;

/** Reads the templates of accounts that have just been connected: those of which none is known, once in the life of a process. */
@Injectable()
export class FirstSync implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly tried = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly templates: TemplatesRepository,
    private readonly sync: SyncTemplates,
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
        if (this.tried.has(wabaId)) continue;
        this.tried.add(wabaId);
        await this.sync.syncSoon(wabaId);
      }
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.failure('accounts without templates could not be read', error);
    }
  }
}
