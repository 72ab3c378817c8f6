import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { IdCursor } from '../common/id-page.js';
import { InboxState, ReplayableState } from './domain/inbox-state.js';
import { REPLAYABLE_DAYS } from './domain/replayable-days.js';

/** A body Meta sent, without its words. */
export interface InboxRow {
  id: number;
  /** Of the partition it lies in. */
  day: string;
  receivedAt: Date;
  state: InboxState;
  tries: number;
  reason: string | null;
  /** In bytes. */
  size: number;
  appliedAt: Date | null;
}

export interface InboxFilter<State extends InboxState = InboxState> {
  state?: State;
  /** Received then or later. */
  from?: Date;
  /** Received before. */
  to?: Date;
}

const COLUMNS = `id, day::text as day, received_at as "receivedAt", state, tries, reason, octet_length(body) as size, applied_at as "appliedAt"`;
const MATCHES = `($1::text is null or state = $1) and ($2::timestamptz is null or received_at >= $2)
  and ($3::timestamptz is null or received_at < $3)`;
const RESET = `state = 'new', is_replay = true, tries = 0, reason = null, applied_at = null, lease_owner = null, lease_expires_at = null`;
/** By the database's clock, which gave bodies their day and by which their partitions are dropped. */
const IS_YOUNG = `day >= (now() at time zone 'utc')::date - ${REPLAYABLE_DAYS}`;

/** What an admin asks of the inbox. Ids come from one sequence, so an id alone names a body, whatever partition it lies in. */
@Injectable()
export class InboxAdminRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first; in the direction of the cursor from its place, one more than `limit` where there are more. */
  findPage(filter: InboxFilter, cursor: IdCursor | undefined, limit: number): Promise<InboxRow[]> {
    const [comparison, order] = cursor?.direction === 'before' ? ['>', 'asc'] : ['<', 'desc'];
    return this.dataSource.query(
      `select ${COLUMNS} from webhook_inbox where ${MATCHES} and ($4::bigint is null or id ${comparison} $4)
       order by id ${order} limit $5`,
      [...parametersOf(filter), cursor?.id ?? null, limit + 1],
    );
  }

  async findWithBody(id: number): Promise<(InboxRow & { body: Buffer }) | undefined> {
    const rows: (InboxRow & { body: Buffer })[] = await this.dataSource.query(
      `select ${COLUMNS}, body from webhook_inbox where id = $1`,
      [id],
    );
    return rows[0];
  }

  /**
   * Lets a body be applied once more, and gives it as it is then; one that waits already is left to whoever has it, and one that is
   * `tooOld` to those who drop its partition.
   */
  async replay(manager: EntityManager, id: number): Promise<InboxRow | 'tooOld' | undefined> {
    await manager.query(`update webhook_inbox set ${RESET} where id = $1 and state <> 'new' and ${IS_YOUNG}`, [id]);
    const rows: (InboxRow & { isYoung: boolean })[] = await manager.query(
      `select ${COLUMNS}, ${IS_YOUNG} as "isYoung" from webhook_inbox where id = $1`,
      [id],
    );
    if (rows[0] === undefined) return undefined;
    const { isYoung, ...row } = rows[0];
    return isYoung || row.state === 'new' ? row : 'tooOld';
  }

  /** Lets the oldest bodies of a range behind `afterId` be applied once more, those left out that are too old. */
  async replayRange(
    manager: EntityManager,
    filter: InboxFilter<ReplayableState>,
    page: { afterId: number; limit: number },
  ): Promise<{ replayed: number; lastId: number | null }> {
    const [row]: { replayed: number; lastId: number | null }[] = await manager.query(
      `with chosen as (
         select id, day from webhook_inbox where state <> 'new' and ${IS_YOUNG} and ${MATCHES} and id > $4 order by id limit $5 for update
       ), replayed as (
         update webhook_inbox set ${RESET} from chosen
         where webhook_inbox.id = chosen.id and webhook_inbox.day = chosen.day returning chosen.id
       )
       select count(*)::integer as replayed, max(id) as "lastId" from replayed`,
      [...parametersOf(filter), page.afterId, page.limit],
    );
    return row ?? { replayed: 0, lastId: null };
  }
}

function parametersOf({ state, from, to }: InboxFilter): unknown[] {
  return [state ?? null, from ?? null, to ?? null];
}
