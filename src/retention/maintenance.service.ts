import { Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Logger } from '../common/logger.js';
import { AppConfig } from '../config/app-config.js';
import { runMaintenance } from './maintenance.js';

const HOUR_MS = 3_600_000;

/** Keeps the partitions in order while the server runs: at its start and every hour. A failure is logged and tried again. */
@Injectable()
export class MaintenanceService implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: AppConfig,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.start(), HOUR_MS).unref();
    this.start();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private start(): void {
    this.running = this.running.then(() => this.run());
  }

  private async run(): Promise<void> {
    try {
      const result = await runMaintenance(this.config.databaseAdminUrl);
      if (result === undefined) return;
      if (result.dropped.length > 0) this.logger.info('old partitions dropped', { partitions: result.dropped });
      if (result.kept.length > 0) {
        this.logger.warning('old webhooks are still to be applied', { partitions: result.kept });
      }
    } catch (error) {
      this.logger.failure('maintaining the partitions failed', error);
    }
  }
}
