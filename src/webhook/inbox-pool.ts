import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { Logger } from '../common/logger.js';
import { AppConfig } from '../config/app-config.js';
import { sessionOptions } from '../database/database-options.js';

/** Two connections for raw bodies alone: however busy the API is, Meta finds one free. A database that is away costs Meta at most 2 s. */
@Injectable()
export class InboxPool implements OnApplicationShutdown {
  private readonly pool: Pool;

  constructor(config: AppConfig, logger: Logger) {
    this.pool = new Pool({
      connectionString: config.databaseUrl,
      max: 2,
      connectionTimeoutMillis: 900,
      query_timeout: 1_000,
      options: sessionOptions({ statement_timeout: '1000', lock_timeout: '900' }),
    });
    this.pool.on('error', (error) => logger.failure('an idle inbox connection broke', error));
  }

  async query(text: string, parameters: unknown[]): Promise<void> {
    await this.pool.query(text, parameters);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
