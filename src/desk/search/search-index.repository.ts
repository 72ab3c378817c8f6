import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { isLine } from '../../messages/domain/sent-reaction.js';
import type { IndexPosition } from './index-position.js';

/** What of a message can be found. */
export interface FindableMessage {
  id: number;
  chatId: number;
  content: string;
  caption: string | null;
  filename: string | null;
}

export interface IndexRow {
  id: number;
  text: string;
  key: string;
}

export interface StoredPosition extends IndexPosition {
  /** The last event that was looked at; null where there is none to go on from. */
  event: EventPlace | null;
}

/** As text: an xid8 is longer than a number. */
export interface EventPlace {
  tx: string;
  id: number;
}

const MESSAGE = `message.id, message.chat_id as "chatId", message.content, message.caption, message.filename`;

/** After a restore transaction ids begin anew: what was written down before lies beyond all that run. */
const IS_KNOWN = (column: 'boundary_tx' | 'event_tx'): string =>
  `coalesce(${column} <= pg_snapshot_xmax(pg_current_snapshot()), false)`;
const KNOWS_BOUNDARY = IS_KNOWN('boundary_tx');
const KNOWS_EVENT = IS_KNOWN('event_tx');

@Injectable()
export class SearchIndexRepository {
  /** Locked until the transaction ends; undefined where another process is at it. Ask it before the messages. */
  async lockPosition(manager: EntityManager): Promise<StoredPosition | undefined> {
    const [row]: (IndexPosition & { eventTx: string | null; eventId: number | null })[] = await manager.query(
      `select indexed_up_to as "indexedUpTo", case when ${KNOWS_BOUNDARY} then boundary end as boundary,
         ${KNOWS_BOUNDARY} and boundary_tx <= pg_snapshot_xmin(pg_current_snapshot()) as "isClosed",
         case when ${KNOWS_EVENT} then event_tx::text end as "eventTx", event_id as "eventId"
       from message_search_position for update skip locked`,
    );
    if (row === undefined) return undefined;
    const { eventTx, eventId, ...position } = row;
    return { ...position, event: eventTx === null || eventId === null ? null : { tx: eventTx, id: eventId } };
  }

  /** Messages behind `id` that the index lacks, by id. */
  findMissing(manager: EntityManager, id: number, limit: number): Promise<FindableMessage[]> {
    return manager.query(
      `select ${MESSAGE} from messages message
       where message.id > $1 and ${isLine('message')} and not exists (select 1 from message_search found where found.message_id = message.id)
       order by message.id limit $2`,
      [id, limit],
    );
  }

  findMessages(manager: EntityManager, ids: readonly number[]): Promise<FindableMessage[]> {
    return manager.query(`select ${MESSAGE} from messages message where message.id = any($1) order by message.id`, [
      ids,
    ]);
  }

  /** Writes what differs; a message that has gone meanwhile stays gone. */
  async write(manager: EntityManager, rows: readonly IndexRow[]): Promise<void> {
    if (rows.length === 0) return;
    await manager.query(
      `insert into message_search (message_id, chat_id, text, key)
       select message.id, message.chat_id, found.text, found.key
       from unnest($1::bigint[], $2::text[], $3::text[]) as found (id, text, key)
       join messages message on message.id = found.id
       order by message.id
       on conflict (message_id) do update set chat_id = excluded.chat_id, text = excluded.text, key = excluded.key
       where (message_search.chat_id, message_search.text) is distinct from (excluded.chat_id, excluded.text)`,
      [rows.map(({ id }) => id), rows.map(({ text }) => text), rows.map(({ key }) => key)],
    );
  }

  async setPosition(manager: EntityManager, indexedUpTo: number): Promise<void> {
    await manager.query('update message_search_position set indexed_up_to = $1', [indexedUpTo]);
  }

  /** The last id that was drawn. Ids are drawn under the chat's lock, so whoever drew one has a transaction id by then. */
  async lastDrawnId(manager: EntityManager): Promise<number> {
    const [row]: { id: number }[] = await manager.query(
      `select coalesce(pg_sequence_last_value(pg_get_serial_sequence('messages', 'id')::regclass), 0) as id`,
    );
    return row?.id ?? 0;
  }

  /** Sets the boundary to an id read before: all who may have drawn it or an earlier one run now, or have ended. */
  async setBoundary(manager: EntityManager, boundary: number): Promise<void> {
    await manager.query(
      'update message_search_position set boundary = $1, boundary_tx = pg_snapshot_xmax(pg_current_snapshot())',
      [boundary],
    );
  }

  /** The place behind which only events to come lie. */
  async lastEvent(manager: EntityManager): Promise<EventPlace> {
    const [row]: EventPlace[] = await manager.query(
      `select event.tx::text as tx, event.id from events event where event.tx < pg_snapshot_xmin(pg_current_snapshot())
       order by event.tx desc, event.id desc limit 1`,
    );
    return row ?? { tx: '0', id: 0 };
  }

  /** What happened after a place, with the message where its words may have changed. */
  findEvents(
    manager: EntityManager,
    { tx, id }: EventPlace,
    limit: number,
  ): Promise<(EventPlace & { changedId: number | null })[]> {
    return manager.query(
      `select event.tx::text as tx, event.id, case when event.type = 'message.updated' then event.message_id end as "changedId"
       from events event
       where (event.tx, event.id) > ($1::xid8, $2) and event.tx < pg_snapshot_xmin(pg_current_snapshot())
       order by event.tx, event.id limit $3`,
      [tx, id, limit],
    );
  }

  async setEvent(manager: EntityManager, { tx, id }: EventPlace): Promise<void> {
    await manager.query('update message_search_position set event_tx = $1::xid8, event_id = $2', [tx, id]);
  }
}
