import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { Injectable, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import { Logger } from '../common/logger.js';
import { AppConfig } from '../config/app-config.js';
import { PooledClient } from './pooled-client.js';

const BEAT_EVERY_MS = 400;
const SILENT_AFTER_MS = 1_200;

/**
 * Notices a database that neither answers nor hangs up (its machine is gone, its processes stand still): then whatever waits for it is
 * broken off, so that callers hear 503 within two seconds. A limit on statements could not tell that from a slow one.
 */
@Injectable()
export class DatabasePulse implements OnApplicationBootstrap, OnApplicationShutdown {
  private client: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.beating ??= this.beat().finally(() => (this.beating = undefined));
    }, BEAT_EVERY_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
    // Not by a goodbye, which a database that stands still never answers.
    this.hangUp();
  }

  private async beat(): Promise<void> {
    try {
      this.client ??= await this.connect();
      if (await isSilent(this.client.query('select 1'))) {
        this.logger.warning('the database does not answer; its connections are given up');
        PooledClient.abandonAll();
        this.hangUp();
      }
    } catch {
      // Who refuses us or hangs up is not silent: everybody else hears that as well.
      this.hangUp();
    }
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.config.databaseUrl,
      connectionTimeoutMillis: SILENT_AFTER_MS,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  private hangUp(): void {
    const { client } = this;
    this.client = undefined;
    client?.connection.stream.destroy();
  }
}

async function isSilent(answer: Promise<unknown>): Promise<boolean> {
  let isAnswered = false;
  const heard = answer.then(() => (isAnswered = true));
  await Promise.race([heard, delay(SILENT_AFTER_MS, undefined, { ref: false })]);
  // A loop that was busy sees the timer first, and the answer that has long been there afterwards.
  if (!isAnswered) await setImmediate();
  return !isAnswered;
}
