import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Client } from 'pg';
import { Logger } from '../../common/logger.js';
import { AppConfig } from '../../config/app-config.js';
import { EventCommits } from '../../events/event-commits.service.js';

/** PostgreSQL's channel by which processes wake each other; it carries nothing. */
const CHANNEL = 'events';
const RECONNECT_AFTER_MS = 1_000;
/** Commits that follow each other share a notification. */
const NOTIFY_EVERY_MS = 10;
/** A connection that was lost without a word, as behind a firewall that forgot it, is silent like one on which nothing happens. */
const CHECK_EVERY_MS = 15_000;
/** Nothing it asks takes long. */
const PATIENCE_MS = 5_000;

/**
 * Says that events may have come: at once where this process committed them, by NOTIFY where another one did. The notification goes out
 * after the commit, on a connection of its own: inside transactions it would make all commits wait for each other. Any of it may be
 * lost; whoever listens looks by themselves every second as well.
 */
@Injectable()
export class EventSignal implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly listeners = new Set<() => void>();
  private client: Client | undefined;
  /** The same, once it listens. */
  private speaker: Client | undefined;
  private said: Promise<unknown> = Promise.resolve();
  private processId: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private checkTimer: NodeJS.Timeout | undefined;
  private notifyTimer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly config: AppConfig,
    private readonly commits: EventCommits,
    private readonly logger: Logger,
  ) {}

  onSignal(listener: () => void): void {
    this.listeners.add(listener);
  }

  onApplicationBootstrap(): void {
    this.commits.onCommit(() => {
      this.tell();
      this.notifySoon();
    });
    this.checkTimer = setInterval(() => void this.check(), CHECK_EVERY_MS).unref();
    void this.connect();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    clearInterval(this.checkTimer);
    clearTimeout(this.notifyTimer);
    // Not by a goodbye, which a database that stands still never answers.
    this.hangUp();
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.config.databaseUrl,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
      keepAlive: true,
    });
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    client.on('notification', ({ processId }) => {
      if (processId !== this.processId) this.tell();
    });
    this.client = client;
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      this.processId = rows[0]?.pid;
      await client.query(`listen ${CHANNEL}`);
      this.speaker = client;
      // What was said while we did not hear.
      this.tell();
    } catch {
      this.lose(client);
    }
  }

  private async check(): Promise<void> {
    const { speaker } = this;
    if (speaker === undefined) return;
    try {
      await speaker.query('select 1');
    } catch {
      this.lose(speaker);
    }
  }

  private lose(client: Client): void {
    if (this.client !== client || this.isStopped) return;
    this.hangUp();
    this.logger.warning('the connection that hears of events is lost; they are looked for every second meanwhile');
    this.timer = setTimeout(() => void this.connect(), RECONNECT_AFTER_MS).unref();
  }

  private hangUp(): void {
    const { client } = this;
    this.client = undefined;
    this.speaker = undefined;
    client?.connection.stream.destroy();
  }

  private notifySoon(): void {
    this.notifyTimer ??= setTimeout(() => {
      this.notifyTimer = undefined;
      // One after the other; a connection that breaks meanwhile is told of by its own event.
      this.said = this.said.then(() => this.speaker?.query(`notify ${CHANNEL}`)).catch(() => undefined);
    }, NOTIFY_EVERY_MS).unref();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
