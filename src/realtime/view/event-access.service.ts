import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { canSeeChat } from '../../chats/domain/chat-access.js';
import { canWork } from '../../chats/domain/can-work.js';
import type { StoredEvent } from '../event-log.service.js';
import { ReaderAccess } from '../domain/event-verdict.js';

/** How old an answer may be; with the time it takes to tell of it, less than the second in which a loss takes effect. */
const FRESH_MS = 500;

interface AccessRow {
  kind: 'chat' | 'channel' | 'admin';
  id: number;
  userIds: number[];
}

// Without the last condition the third part has a row, of nobody, also where it was not asked for.
const QUERY = `select 'chat' as kind, chat.id, json_agg(reader.id) as "userIds"
    from unnest($1::bigint[]) as reader (id), chats chat
    where chat.id = any($2::bigint[]) and ${canSeeChat('chat', 'reader.id')} group by chat.id
  union all select 'channel', channel.id, json_agg(worker.id)
    from users worker, channels channel
    where worker.id = any($1::bigint[]) and channel.id = any($3::bigint[]) and ${canWork('worker', 'channel.id')} group by channel.id
  union all select 'admin', 0, json_agg(admin.id) from users admin
    where admin.id = any($1::bigint[]) and admin.role = 'admin' and admin.disabled_at is null having $4::boolean`;

/** What was asked together, and the answers. */
class Snapshot implements ReaderAccess {
  readonly bornAt = performance.now();
  readonly chats = new Map<number, ReadonlySet<number>>();
  readonly channels = new Map<number, ReadonlySet<number>>();
  admins: ReadonlySet<number> | undefined;

  constructor(readonly userIds: ReadonlySet<number>) {}

  sees(userId: number, chatId: number): boolean {
    return this.chats.get(chatId)?.has(userId) === true;
  }

  works(userId: number, channelId: number): boolean {
    return this.channels.get(channelId)?.has(userId) === true;
  }

  isAdmin(userId: number): boolean {
    return this.admins?.has(userId) === true;
  }
}

/** Events of which `chatIds` are to be seen, and who wants them. */
export interface AccessQuestion {
  userIds: readonly number[];
  events: readonly StoredEvent[];
  chatIds: readonly number[];
}

/** Who of many readers sees which chats: one question for all of them. */
@Injectable()
export class EventAccessService {
  private kept: Snapshot | undefined;
  /** How often what was known became worthless: an answer asked for before that is not kept after it. */
  private generation = 0;

  constructor(private readonly dataSource: DataSource) {}

  /** What is needed to judge the events, asked of the database now. */
  async now(question: AccessQuestion): Promise<ReaderAccess> {
    const snapshot = new Snapshot(new Set(question.userIds));
    await this.complete(snapshot, question);
    return snapshot;
  }

  /**
   * The same, but at most half a second old: younger than the events and than the last `forget`. For who is told of every event: it is
   * by those that an answer is known to be worthless.
   */
  async recent(question: AccessQuestion): Promise<ReaderAccess> {
    if (question.events.some(({ type }) => type === 'access.changed' || type === 'chat.assigned')) this.forget();
    const { generation } = this;
    const snapshot = this.fresh(question.userIds) ?? new Snapshot(new Set(question.userIds));
    await this.complete(snapshot, question);
    if (generation === this.generation) this.kept = snapshot;
    return snapshot;
  }

  /** What is asked for from now on is asked of the database. */
  forget(): void {
    this.generation += 1;
    this.kept = undefined;
  }

  private fresh(userIds: readonly number[]): Snapshot | undefined {
    const { kept } = this;
    if (kept === undefined || performance.now() - kept.bornAt > FRESH_MS) return undefined;
    return userIds.every((id) => kept.userIds.has(id)) ? kept : undefined;
  }

  private async complete(snapshot: Snapshot, { events, chatIds }: AccessQuestion): Promise<void> {
    const chats = missing(snapshot.chats, chatIds);
    const channels = missing(
      snapshot.channels,
      events.flatMap(({ channelId }) => channelId ?? []),
    );
    const isAdminsWanted = snapshot.admins === undefined;
    if (chats.length === 0 && channels.length === 0 && !isAdminsWanted) return;
    const rows: AccessRow[] = await this.dataSource.query(QUERY, [
      [...snapshot.userIds],
      chats,
      channels,
      isAdminsWanted,
    ]);
    for (const id of chats) snapshot.chats.set(id, new Set());
    for (const id of channels) snapshot.channels.set(id, new Set());
    for (const { kind, id, userIds } of rows) {
      const users = new Set(userIds);
      if (kind === 'admin') snapshot.admins = users;
      else (kind === 'chat' ? snapshot.chats : snapshot.channels).set(id, users);
    }
  }
}

function missing(known: ReadonlyMap<number, unknown>, wanted: readonly number[]): number[] {
  return [...new Set(wanted)].filter((id) => !known.has(id));
}
