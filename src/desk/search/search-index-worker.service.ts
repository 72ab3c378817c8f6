import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { Logger } from '../../common/logger.js';
import { SearchIndexService } from './search-index.service.js';

/** How old a message may be before it is found. */
const LOOK_EVERY_MS = 1_000;

/** Fills the search index while the server runs. Several processes take turns: the position's row is locked. */
@Injectable()
export class SearchIndexWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isStopped = false;

  constructor(
    private readonly index: SearchIndexService,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  private look(): void {
    if (this.isStopped) return;
    this.running ??= this.fill().finally(() => {
      this.running = undefined;
    });
  }

  private async fill(): Promise<void> {
    try {
      while (!this.isStopped && (await this.index.fillNext()));
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.failure('the search index could not be filled', error);
    }
  }
}
