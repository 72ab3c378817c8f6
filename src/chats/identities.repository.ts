import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { IdentityChange, IdentityRow } from './domain/identity-book.js';
import type { Alias } from './domain/resolve-customers.js';

const ROWS = `jsonb_to_recordset($1::jsonb) as news (kind text, value text, "customerId" bigint, since timestamptz, "confirmedAt" timestamptz,
  "releasedAt" timestamptz, "takenAt" timestamptz, "formerCustomerId" bigint)`;

@Injectable()
export class IdentitiesRepository {
  /** All that is known of everybody these names lead to. */
  find(manager: EntityManager, aliases: readonly Alias[]): Promise<IdentityRow[]> {
    return manager.query(
      `with named as (
         select customer_id, former_customer_id from customer_identities
         where (kind, value) in (select * from unnest($1::text[], $2::text[]))
       )
       select kind, value, customer_id as "customerId", since, confirmed_at as "confirmedAt", released_at as "releasedAt",
         taken_at as "takenAt", former_customer_id as "formerCustomerId"
       from customer_identities
       where customer_id in (select customer_id from named union all select former_customer_id from named)`,
      [aliases.map(({ kind }) => kind), aliases.map(({ value }) => value)],
    );
  }

  /** Which of the customers are somebody else by now; nobody changes the others until the transaction ends. */
  async lock(
    manager: EntityManager,
    customerIds: readonly number[],
  ): Promise<{ id: number; mergedInto: number | null }[]> {
    if (customerIds.length === 0) return [];
    return manager.query(
      'select id, merged_into as "mergedInto" from customers where id = any($1) order by id for no key update',
      [customerIds],
    );
  }

  /** Writes rows whose owners are locked. */
  async save(manager: EntityManager, rows: readonly IdentityRow[]): Promise<void> {
    if (rows.length === 0) return;
    await manager.query(
      `insert into customer_identities (kind, value, customer_id, since, confirmed_at, released_at, taken_at, former_customer_id)
       select kind, value, "customerId", since, "confirmedAt", "releasedAt", "takenAt", "formerCustomerId" from ${ROWS}
       on conflict (kind, value) do update set customer_id = excluded.customer_id, since = excluded.since,
         confirmed_at = excluded.confirmed_at, released_at = excluded.released_at, taken_at = excluded.taken_at,
         former_customer_id = excluded.former_customer_id`,
      [JSON.stringify(rows)],
    );
  }

  /** Moves times on, where the name still is whose it was when it was read. */
  async touch(manager: EntityManager, rows: readonly IdentityRow[]): Promise<void> {
    if (rows.length === 0) return;
    await manager.query(
      `update customer_identities identity
       set since = least(identity.since, news.since), confirmed_at = greatest(identity.confirmed_at, news."confirmedAt")
       from ${ROWS}
       where identity.kind = news.kind and identity.value = news.value and identity.customer_id = news."customerId"`,
      [JSON.stringify(rows)],
    );
  }

  async saveChanges(manager: EntityManager, changes: readonly IdentityChange[]): Promise<void> {
    if (changes.length === 0) return;
    await manager.query(
      `insert into customer_changes (customer_id, at, kind, from_value, to_value, other_customer_id, wamid)
       select "customerId", at, kind, "from", "to", "otherCustomerId", wamid
       from rows from (jsonb_to_recordset($1::jsonb) as ("customerId" bigint, at timestamptz, kind text, "from" text, "to" text,
         "otherCustomerId" bigint, wamid text)) with ordinality order by ordinality`,
      [JSON.stringify(changes)],
    );
  }
}
