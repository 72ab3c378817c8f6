import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { failpoint } from '../common/failpoint.js';
import { Logger } from '../common/logger.js';
import { AppConfig } from '../config/app-config.js';
import { sessionOptions } from '../database/database-options.js';

/** Two connections for raw bodies alone: however busy the API is, Meta finds one free. A database that is away costs Meta at most 2 s. */
@Injectable()
export class InboxPool implements OnApplicationShutdown {
  private readonly pool: Pool;
  /** A database that stops together with us says so on connections that are just being closed. */
  private isEnding = false;

  constructor(config: AppConfig, logger: Logger) {
    this.pool = new Pool({
      connectionString: config.databaseUrl,
      max: 2,
      connectionTimeoutMillis: 900,
      query_timeout: 1_000,
      options: sessionOptions({ statement_timeout: '1000', lock_timeout: '900' }),
    });
    this.pool.on('error', (error) => {
      if (!this.isEnding) logger.failure('an idle inbox connection broke', error);
    });
  }

  async query(text: string, parameters: unknown[]): Promise<void> {
    const done = this.pool.query(text, parameters);
    setImmediate(() => failpoint('w2'));
    await done;
  }

  async onApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    await this.pool.end();
  }
}
