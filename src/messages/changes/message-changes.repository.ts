import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { ChangedMessage, ChangeKind, ChangeRefusal, StoredChange, Wording } from '../domain/message-changes.js';
import type { Direction, MessageOrigin } from '../domain/message.js';

export interface NewChange extends StoredChange {
  channelId: number;
  chatId: number;
  targetWamid: string;
  receivedAt: Date;
}

/** The wamid of a message that changes may wait for. */
export interface TargetKey {
  channelId: number;
  wamid: string;
}

/** A change that waited, and the message it speaks of. Chats that were merged count as the one they were merged into. */
export interface FoundChange {
  id: number;
  kind: ChangeKind;
  actor: MessageOrigin;
  channelId: number;
  chatId: number;
  messageId: number;
  target: { chatId: number; direction: Direction };
}

/** A message as it stands, as it came, and all that was done to it. */
export interface MessageToRestate extends ChangedMessage {
  id: number;
  chatId: number;
  channelId: number;
  mediaId: number | null;
  original: Wording;
  changes: StoredChange[];
}

/** Over a row `change`: its message was not known when it came. */
export const IS_PARKED = 'change.message_id is null and change.refusal is null';

/** The message a parked change speaks of: a customer's, one of ours by the wamid of any of its attempts, or one from the phone. */
export const TARGET_ID = `coalesce(
  (select id from messages where direction = 'in' and channel_id = change.channel_id and wamid = change.target_wamid),
  (select message_id from send_attempts where channel_id = change.channel_id and wamid = change.target_wamid),
  (select min(id) from messages where direction = 'out' and channel_id = change.channel_id and wamid = change.target_wamid))`;

const CHANGE_COLUMNS = `wamid, kind, actor, occurred_at as "occurredAt", emoji, content, details`;

@Injectable()
export class MessageChangesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Keeps what is not kept yet; gives the wamids of the new ones. */
  async insert(manager: EntityManager, changes: readonly NewChange[]): Promise<TargetKey[]> {
    return manager.query(
      `insert into message_changes (channel_id, chat_id, wamid, target_wamid, kind, actor, emoji, content, details, occurred_at, received_at)
       select "channelId", "chatId", wamid, "targetWamid", kind, actor, emoji, content, details, "occurredAt", "receivedAt"
       from jsonb_to_recordset($1::jsonb) as news ("channelId" bigint, "chatId" bigint, wamid text, "targetWamid" text, kind text,
         actor text, emoji text, content text, details jsonb, "occurredAt" timestamptz, "receivedAt" timestamptz)
       order by "channelId", wamid
       on conflict (channel_id, wamid) do nothing
       returning channel_id as "channelId", wamid`,
      [JSON.stringify(changes)],
    );
  }

  /** Forgets changes by their own wamids, and tells which messages they were applied to. */
  async remove(manager: EntityManager, keys: readonly TargetKey[]): Promise<number[]> {
    const [rows]: [{ messageId: number | null }[], number] = await manager.query(
      `delete from message_changes where (channel_id, wamid) in (select * from unnest($1::bigint[], $2::text[]))
       returning message_id as "messageId"`,
      [keys.map(({ channelId }) => channelId), keys.map(({ wamid }) => wamid)],
    );
    return [...new Set(rows.flatMap(({ messageId }) => messageId ?? []))];
  }

  /** The parked changes of messages that are known by now. */
  findKnown(manager: EntityManager, keys: readonly TargetKey[]): Promise<FoundChange[]> {
    return manager.query(
      `select change.id, change.kind, change.actor, change.channel_id as "channelId",
         coalesce((select merged_into from chats where id = change.chat_id), change.chat_id) as "chatId",
         target.id as "messageId",
         jsonb_build_object('chatId', coalesce(target_chat.merged_into, target.chat_id), 'direction', target.direction) as target
       from (select distinct * from unnest($1::bigint[], $2::text[])) as wanted (channel_id, wamid)
       join message_changes change on change.channel_id = wanted.channel_id and change.target_wamid = wanted.wamid and ${IS_PARKED}
       join messages target on target.id = ${TARGET_ID}
       join chats target_chat on target_chat.id = target.chat_id
       order by change.id`,
      [keys.map(({ channelId }) => channelId), keys.map(({ wamid }) => wamid)],
    );
  }

  /** Ties changes to their messages, or says why they never will be. */
  async place(
    manager: EntityManager,
    places: readonly { id: number; messageId: number | null; refusal: ChangeRefusal | null }[],
  ): Promise<void> {
    await manager.query(
      `update message_changes set message_id = places."messageId", refusal = places.refusal
       from jsonb_to_recordset($1::jsonb) as places (id bigint, "messageId" bigint, refusal text)
       where message_changes.id = places.id`,
      [JSON.stringify(places)],
    );
  }

  async findToRestate(manager: EntityManager, messageIds: readonly number[]): Promise<MessageToRestate[]> {
    const messages: Omit<MessageToRestate, 'changes'>[] = await manager.query(
      `select id, chat_id as "chatId", channel_id as "channelId", media_id as "mediaId", content, details, reactions,
         edited_at as "editedAt", deleted_at as "deletedAt",
         coalesce(original, jsonb_build_object('content', content, 'details', details)) as original
       from messages where id = any($1) order by id`,
      [messageIds],
    );
    const changes: (StoredChange & { messageId: number })[] = await manager.query(
      `select message_id as "messageId", ${CHANGE_COLUMNS} from message_changes where message_id = any($1)`,
      [messageIds],
    );
    return messages.map((message) => ({
      ...message,
      changes: changes.filter(({ messageId }) => messageId === message.id),
    }));
  }

  /** Writes what messages are now; what they were stays beside it. */
  async restate(manager: EntityManager, messages: readonly (ChangedMessage & { id: number })[]): Promise<void> {
    await manager.query(
      `update messages message set
         content = now_is.content, details = now_is.details, reactions = now_is.reactions,
         edited_at = now_is."editedAt", deleted_at = now_is."deletedAt",
         original = case when coalesce(now_is."editedAt", now_is."deletedAt") is null then original
           else coalesce(original, jsonb_build_object('content', message.content, 'details', message.details)) end
       from jsonb_to_recordset($1::jsonb) as now_is (id bigint, content text, details jsonb, reactions jsonb,
         "editedAt" timestamptz, "deletedAt" timestamptz)
       where message.id = now_is.id`,
      [JSON.stringify(messages)],
    );
  }

  /** The words a message came with, and all its edits. */
  async findEdits(messageId: number): Promise<{ original: string; edits: StoredChange[] }> {
    const [row]: { original: string }[] = await this.dataSource.query(
      `select coalesce(original->>'content', content) as original from messages where id = $1`,
      [messageId],
    );
    const edits: StoredChange[] = await this.dataSource.query(
      `select ${CHANGE_COLUMNS} from message_changes where message_id = $1 and kind = 'edit'`,
      [messageId],
    );
    return { original: row?.original ?? '', edits };
  }
}
