import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { IdCursor } from '../../common/id-page.js';
import type { ChannelHealth } from '../../waba-gateway/protocol/account-update.js';

export interface ChannelChangeRow {
  id: number;
  field: string;
  event: string | null;
  sets: ChannelHealth;
  details: Record<string, unknown>;
  occurredAt: Date;
  receivedAt: Date;
}

/** What Meta told of a channel. */
@Injectable()
export class ChannelChangesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The last told first; `howMany` at most. */
  findPage(channelId: number, cursor: IdCursor | undefined, howMany: number): Promise<ChannelChangeRow[]> {
    const [order, isBeyond] = cursor?.direction === 'before' ? ['asc', '>'] : ['desc', '<'];
    return this.dataSource.query(
      `select id, field, event, sets, details, occurred_at as "occurredAt", received_at as "receivedAt" from channel_changes
       where channel_id = $1 and ($2::bigint is null or id ${isBeyond} $2) order by id ${order} limit $3`,
      [channelId, cursor?.id ?? null, howMany],
    );
  }
}
