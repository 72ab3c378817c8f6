import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { transaction } from '../../database/transaction.js';
import type { NewEvent } from '../../events/event-types.js';
import { EventsService } from '../../events/events.service.js';
import { SERVICE_WINDOW_MS } from '../../waba-gateway/protocol/limits.js';

/** So long before its end the operators are warned. */
export const CLOSING_NOTICE_MS = 60 * 60 * 1000;
const BATCH = 200;

type Kind = 'closing' | 'closed';

/** Windows of which something is due, by the message that opened them ($2 at the latest); those whose end was announced are in no index. */
const DUE = `merged_into is null and (window_closed_told_for is null or window_closed_told_for < last_inbound_at)
  and last_inbound_at <= $2`;
const UPDATED = `where chats.id = due.id
  returning chats.id, chats.channel_id as "channelId", chats.last_inbound_at as "lastInboundAt"`;

// Materialized: a join that ran it anew would lock more than a batch.
/** A window Meta has closed does not close any more, nor does one that ended ($3) while nobody looked. */
const ANNOUNCE_CLOSING = `with due as materialized (
    select id from chats where ${DUE} and last_inbound_at > $3
      and (window_closing_told_for is null or window_closing_told_for < last_inbound_at)
      and (window_closed_at is null or window_closed_at < last_inbound_at)
    order by id limit $1 for update skip locked)
  update chats set window_closing_told_for = last_inbound_at from due ${UPDATED}`;
const ANNOUNCE_CLOSED = `with due as materialized (
    select id from chats where ${DUE} and last_inbound_at <= $3 order by id limit $1 for update skip locked)
  update chats set window_closed_told_for = last_inbound_at from due ${UPDATED}`;

@Injectable()
export class WindowWatchRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventsService,
  ) {}

  /**
   * Announces some of the windows that are due, each once: the row says for which message it was told, and it is locked meanwhile, so
   * that neither another process nor a message that comes in between can make it twice. Tells whether more may be due.
   */
  announce(kind: Kind, now: Date): Promise<boolean> {
    const ended = new Date(now.getTime() - SERVICE_WINDOW_MS);
    const isWarning = kind === 'closing';
    const openedBy = isWarning ? new Date(ended.getTime() + CLOSING_NOTICE_MS) : ended;
    return transaction(this.dataSource, async (manager) => {
      const [rows]: [{ id: number; channelId: number; lastInboundAt: Date }[], number] = await manager.query(
        isWarning ? ANNOUNCE_CLOSING : ANNOUNCE_CLOSED,
        [BATCH, openedBy, ended],
      );
      const events = rows.map(({ id, channelId, lastInboundAt }): NewEvent => {
        const expiresAt = new Date(lastInboundAt.getTime() + SERVICE_WINDOW_MS).toISOString();
        return { type: `chat.window.${kind}`, channelId, chatId: id, data: { expiresAt } };
      });
      await this.events.append(manager, events, now);
      return rows.length === BATCH;
    });
  }
}
