import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Alias, aliasesOf, aliasKey, findCustomer, KnownAlias, PersonHints } from './domain/resolve-customers.js';

export interface Person {
  hints: PersonHints;
  profileName?: string;
  username?: string;
  /** When they were called so: of two names the later one counts, whichever comes first. */
  at: Date;
}

/** Names are compared as text by PostgreSQL's hash; the prefix keeps them apart from other locks. */
export function customerLockNames(people: readonly Person[]): string[] {
  return people.flatMap(({ hints }) => aliasesOf(hints).map((alias) => `customer:${aliasKey(alias)}`));
}

@Injectable()
export class CustomersService {
  /** True for people whose every name is known; the others must be locked by name before `resolve` may create them. */
  async areKnown(manager: EntityManager, people: readonly Person[]): Promise<boolean[]> {
    const known = new Set((await this.findAliases(manager, people)).map(aliasKey));
    return people.map(({ hints }) => aliasesOf(hints).every((alias) => known.has(aliasKey(alias))));
  }

  /**
   * The customer of each person, in the same order. Creates who is new, adds names that are new, follows changes of the profile, and
   * locks the customers by id until the transaction ends.
   */
  async resolve(manager: EntityManager, people: readonly Person[], now: Date): Promise<number[]> {
    const known = await this.findAliases(manager, people);
    const customerIds: number[] = [];
    const additions: KnownAlias[] = [];
    for (const person of people) {
      const aliases = aliasesOf(person.hints);
      const customerId = findCustomer(aliases, known) ?? (await this.create(manager, person, now));
      for (const alias of aliases) claimAlias({ ...alias, customerId }, known, additions);
      customerIds.push(customerId);
    }
    await manager.query('select id from customers where id = any($1) order by id for no key update', [customerIds]);
    await this.saveAliases(manager, additions);
    await this.saveProfiles(manager, people, customerIds);
    return customerIds;
  }

  private async findAliases(manager: EntityManager, people: readonly Person[]): Promise<KnownAlias[]> {
    const aliases = people.flatMap(({ hints }) => aliasesOf(hints));
    return manager.query(
      `select kind, value, customer_id as "customerId" from customer_identities
       where customer_id in (
         select customer_id from customer_identities
         where (kind, value) in (select * from unnest($1::text[], $2::text[]))
       )`,
      [aliases.map(({ kind }) => kind), aliases.map(({ value }) => value)],
    );
  }

  private async create(manager: EntityManager, person: Person, now: Date): Promise<number> {
    const [row]: { id: number }[] = await manager.query(
      'insert into customers (profile_name, username, created_at, updated_at) values ($1, $2, $3, $3) returning id',
      [person.profileName ?? null, person.username ?? null, now],
    );
    if (row === undefined) throw new Error('a new customer has no id');
    return row.id;
  }

  private async saveAliases(manager: EntityManager, aliases: readonly KnownAlias[]): Promise<void> {
    if (aliases.length === 0) return;
    // A phone that is known already has changed hands: it moves to the person who uses it now.
    await manager.query(
      `insert into customer_identities (kind, value, customer_id)
       select * from unnest($1::text[], $2::text[], $3::bigint[])
       on conflict (kind, value) do update set customer_id = excluded.customer_id`,
      [aliases.map(({ kind }) => kind), aliases.map(({ value }) => value), aliases.map(({ customerId }) => customerId)],
    );
  }

  private async saveProfiles(
    manager: EntityManager,
    people: readonly Person[],
    customerIds: readonly number[],
  ): Promise<void> {
    const latest = new Map<number, Person>();
    people.forEach((person, index) => {
      const id = customerIds[index];
      if (id === undefined || (person.profileName === undefined && person.username === undefined)) return;
      const other = latest.get(id);
      if (other === undefined || other.at <= person.at) latest.set(id, person);
    });
    if (latest.size === 0) return;
    const rows = [...latest].map(([id, { profileName, username, at }]) => ({ id, profileName, username, at }));
    await manager.query(
      `update customers set profile_name = coalesce(news."profileName", profile_name), username = coalesce(news.username, customers.username)
       from jsonb_to_recordset($1::jsonb) as news (id bigint, "profileName" text, username text, at timestamptz)
       where customers.id = news.id and (coalesce(news."profileName", profile_name), coalesce(news.username, customers.username))
         is distinct from (profile_name, customers.username)
         and not exists (select 1 from chats where customer_id = customers.id and last_inbound_at > news.at)`,
      [JSON.stringify(rows)],
    );
  }
}

/**
 * Adds a name to its customer. A name somebody else has stays theirs, except a phone whose customer has another business-scoped id:
 * that number has changed hands and moves.
 */
function claimAlias(alias: KnownAlias, known: KnownAlias[], additions: KnownAlias[]): void {
  const holder = known.find((candidate) => sameName(candidate, alias));
  if (holder?.customerId === alias.customerId) return;
  if (holder !== undefined) {
    const isStranger = known.some(({ customerId, kind }) => customerId === holder.customerId && kind === 'bsuid');
    if (alias.kind !== 'wa_id' || !isStranger) return;
    known.splice(known.indexOf(holder), 1);
  }
  known.push(alias);
  const earlier = additions.findIndex((candidate) => sameName(candidate, alias));
  if (earlier >= 0) additions.splice(earlier, 1);
  additions.push(alias);
}

function sameName(a: Alias, b: Alias): boolean {
  return a.kind === b.kind && a.value === b.value;
}
