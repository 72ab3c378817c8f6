import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';

/** Looked through only while it is silent; there is no index for it, which every send and receipt would pay for. */
const NEWEST_MESSAGES = 20_000;

@Injectable()
export class WebhookSilenceRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventsService,
  ) {}

  /** When the newest webhook was accepted; null where none is kept. */
  async lastHeard(): Promise<Date | null> {
    const [row]: { receivedAt: Date }[] = await this.dataSource.query(
      'select received_at as "receivedAt" from webhook_inbox order by id desc limit 1',
    );
    return row?.receivedAt ?? null;
  }

  /** Whether a message that WhatsApp took between the two has no receipt. */
  async isAnyWaiting(after: Date | null, before: Date): Promise<boolean> {
    const [row]: { isWaiting: boolean }[] = await this.dataSource.query(
      `select exists (
         select 1 from (select id from messages order by id desc limit $3) newest
         join send_attempts attempt on attempt.message_id = newest.id
         where attempt.state = 'accepted' and attempt.finished_at <= $2 and ($1::timestamptz is null or attempt.finished_at > $1)
           and coalesce(attempt.sent_at, attempt.delivered_at, attempt.read_at, attempt.failed_at) is null
       ) as "isWaiting"`,
      [after, before, NEWEST_MESSAGES],
    );
    return row?.isWaiting === true;
  }

  /** Tells the admins of a silence, whoever of several processes is first; says whether it was us. */
  tell(since: Date | null, now: Date): Promise<boolean> {
    return transaction(this.dataSource, async (manager) => {
      const rows: unknown[] = await manager.query(
        `insert into webhook_silences (since, told_at) values (coalesce($1, '-infinity'::timestamptz), $2)
         on conflict do nothing returning since`,
        [since, now],
      );
      if (rows.length === 0) return false;
      const data = { since: since?.toISOString() ?? null };
      await this.events.append(manager, [{ type: 'system.webhook_silent', channelId: null, data }], now);
      return true;
    });
  }
}
