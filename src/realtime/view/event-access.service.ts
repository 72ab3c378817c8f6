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

/** Who of many readers sees which chats: one question for all of them. */
@Injectable()
export class EventAccessService {
  private snapshot: Snapshot | undefined;

  constructor(private readonly dataSource: DataSource) {}

  /** What is needed to judge these events, of which `chatIds` are to be seen: at most half a second old, and younger than they are. */
  async of(
    userIds: readonly number[],
    events: readonly StoredEvent[],
    chatIds: readonly number[],
  ): Promise<ReaderAccess> {
    // What an answer says may be older than an event that changes it.
    const isStale = events.some(({ type }) => type === 'access.changed' || type === 'chat.assigned');
    if (isStale) this.snapshot = undefined;
    const snapshot = this.fresh(userIds) ?? new Snapshot(new Set(userIds));
    const channelIds = events.flatMap(({ channelId }) => channelId ?? []);
    await this.complete(snapshot, new Set(chatIds), new Set(channelIds));
    this.keep(snapshot);
    return snapshot;
  }

  private fresh(userIds: readonly number[]): Snapshot | undefined {
    const { snapshot } = this;
    if (snapshot === undefined || performance.now() - snapshot.bornAt > FRESH_MS) return undefined;
    return userIds.every((id) => snapshot.userIds.has(id)) ? snapshot : undefined;
  }

  /** The one of all streams is worth more than that of a single reader who asked meanwhile. */
  private keep(snapshot: Snapshot): void {
    const { snapshot: kept } = this;
    const isKeptFresh = kept !== undefined && performance.now() - kept.bornAt <= FRESH_MS;
    if (isKeptFresh && (kept.userIds.size > snapshot.userIds.size || kept.bornAt > snapshot.bornAt)) return;
    this.snapshot = snapshot;
  }

  private async complete(
    snapshot: Snapshot,
    chatIds: ReadonlySet<number>,
    channelIds: ReadonlySet<number>,
  ): Promise<void> {
    const chats = [...chatIds].filter((id) => !snapshot.chats.has(id));
    const channels = [...channelIds].filter((id) => !snapshot.channels.has(id));
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
