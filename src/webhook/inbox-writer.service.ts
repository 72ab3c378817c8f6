import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ApiError } from '../common/errors/api-error.js';
import { WebhookDoor } from '../messages/dispatch/webhook-door.service.js';
import { InboxPool } from './inbox-pool.js';

const MAX_BODIES_PER_FLUSH = 200;
const MAX_BYTES_PER_FLUSH = 4 * 1024 * 1024;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

interface Waiting {
  body: Buffer;
  receivedAt: Date;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/**
 * Commits raw bodies. Requests that arrive while a flush is under way share the next one, so that under load one commit serves many
 * and without load nobody waits for a timer.
 */
@Injectable()
export class InboxWriter {
  private waiting: Waiting[] = [];
  private waitingBytes = 0;
  private isFlushing = false;

  constructor(
    private readonly pool: InboxPool,
    private readonly clock: Clock,
    private readonly door: WebhookDoor,
  ) {}

  /** Resolves when the body is durable. Rejects with OVERLOADED at once when 64 MiB wait already, or with what the database said. */
  async write(body: Buffer): Promise<void> {
    if (this.waitingBytes + body.length > MAX_WAITING_BYTES) throw new ApiError('OVERLOADED');
    this.waitingBytes += body.length;
    const receivedAt = this.clock.now();
    const written = new Promise<void>((resolve, reject) => this.waiting.push({ body, receivedAt, resolve, reject }));
    void this.flushAll();
    await written;
  }

  private async flushAll(): Promise<void> {
    if (this.isFlushing) return;
    this.isFlushing = true;
    while (this.waiting.length > 0) await this.flush(this.takeBatch());
    this.isFlushing = false;
  }

  private takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { body } of this.waiting) {
      if (count === MAX_BODIES_PER_FLUSH || (count > 0 && bytes + body.length > MAX_BYTES_PER_FLUSH)) break;
      bytes += body.length;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async flush(batch: Waiting[]): Promise<void> {
    try {
      await this.pool.query(
        'insert into webhook_inbox (body, received_at) select * from unnest($1::bytea[], $2::timestamptz[])',
        [batch.map(({ body }) => body), batch.map(({ receivedAt }) => receivedAt)],
      );
      for (const { resolve } of batch) resolve();
    } catch (error) {
      this.door.markShut();
      for (const { reject } of batch) reject(error);
    } finally {
      for (const { body } of batch) this.waitingBytes -= body.length;
    }
  }
}
