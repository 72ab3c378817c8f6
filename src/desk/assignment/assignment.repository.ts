import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { Role } from '../../auth/domain/role.js';
import { canWork } from '../../chats/domain/can-work.js';
import type { IdCursor } from '../../common/id-page.js';

export interface UserRef {
  id: number;
  email: string;
}

export interface AssignmentChange {
  chatId: number;
  from: number | null;
  to: number | null;
  by: number;
  note: string | null;
  at: Date;
}

/** A change as its history shows it. */
export interface AssignmentRow {
  id: number;
  from: UserRef | null;
  to: UserRef | null;
  by: UserRef | null;
  note: string | null;
  at: Date;
}

const ref = (user: string): string =>
  `case when ${user}.id is null then null else jsonb_build_object('id', ${user}.id, 'email', ${user}.email) end`;

const ROWS = `select change.id, ${ref('former')} as "from", ${ref('target')} as "to", ${ref('author')} as "by", change.note, change.at
  from chat_assignments change
  left join users former on former.id = change.from_user_id
  left join users target on target.id = change.to_user_id
  left join users author on author.id = change.by_user_id`;

@Injectable()
export class AssignmentRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Whether the user can work in the channel, and will until the transaction ends: who disables them or takes them out of the channel
   * waits, and then finds what was assigned meanwhile. Users are locked before chats, here as there.
   */
  async lockColleague(manager: EntityManager, channelId: number, userId: number): Promise<boolean> {
    await manager.query('select 1 from users where id = $1 for share', [userId]);
    await manager.query('select 1 from channel_members where channel_id = $1 and user_id = $2 for key share', [
      channelId,
      userId,
    ]);
    const rows: unknown[] = await manager.query(
      `select 1 from users colleague where colleague.id = $2 and ${canWork('colleague', '$1')}`,
      [channelId, userId],
    );
    return rows.length > 0;
  }

  /** The role by the database: what a session remembers may be half a second old. */
  async roleOf(manager: EntityManager, userId: number): Promise<Role> {
    const [user]: { role: Role }[] = await manager.query('select role from users where id = $1', [userId]);
    return user?.role ?? 'operator';
  }

  async findUser(manager: EntityManager, userId: number): Promise<UserRef | null> {
    const [user]: UserRef[] = await manager.query('select id, email from users where id = $1', [userId]);
    return user ?? null;
  }

  async change(manager: EntityManager, { chatId, from, to, by, note, at }: AssignmentChange): Promise<void> {
    await manager.query('update chats set assignee_id = $2, updated_at = $3 where id = $1', [chatId, to, at]);
    await manager.query(
      `insert into chat_assignments (chat_id, from_user_id, to_user_id, by_user_id, note, at) values ($1, $2, $3, $4, $5, $6)`,
      [chatId, from, to, by, note, at],
    );
  }

  async findNewest(manager: EntityManager, chatId: number): Promise<AssignmentRow | null> {
    const rows: AssignmentRow[] = await manager.query(
      `${ROWS} where change.chat_id = $1 order by change.id desc limit 1`,
      [chatId],
    );
    return rows[0] ?? null;
  }

  /** The newest first, in the direction of the cursor from its place, one more than `limit` where there are more. */
  findPage(chatId: number, cursor: IdCursor | undefined, limit: number): Promise<AssignmentRow[]> {
    const isBackwards = cursor?.direction === 'before';
    const place = `($2::bigint is null or change.id ${isBackwards ? '>' : '<'} $2)`;
    return this.dataSource.query(
      `${ROWS} where change.chat_id = $1 and ${place} order by change.id ${isBackwards ? 'asc' : 'desc'} limit $3`,
      [chatId, cursor?.id ?? null, limit + 1],
    );
  }

  /** Makes nobody's what the user can work on no longer, and gives those chats. */
  async release(
    manager: EntityManager,
    { userId, by, at }: { userId: number; by: number; at: Date },
  ): Promise<{ chatId: number; channelId: number }[]> {
    return manager.query(
      `with lost as materialized (
         select chat.id from chats chat join users owner on owner.id = chat.assignee_id
         where chat.assignee_id = $1 and not ${canWork('owner', 'chat.channel_id')}
         order by chat.id for update of chat
       ), released as (
         update chats set assignee_id = null, updated_at = $3 from lost where chats.id = lost.id
         returning chats.id, chats.channel_id
       ), told as (
         insert into chat_assignments (chat_id, from_user_id, by_user_id, at) select id, $1, $2, $3 from released order by id
       )
       select id as "chatId", channel_id as "channelId" from released order by id`,
      [userId, by, at],
    );
  }
}
