import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { NewEvent } from '../events/event-types.js';
import { chatsUpdated } from './chats-updated.js';
import { CustomerMovedError } from './customer-moved.error.js';
import type { IdentityRow } from './domain/identity-book.js';
import { Alias, aliasesOf, aliasKey, PersonHints } from './domain/resolve-customers.js';
import { isQuiet, isTouch, settleIdentities, Settlement } from './domain/settle-identities.js';
import { IdentitiesRepository } from './identities.repository.js';
import { MergeCustomersService } from './merge-customers.service.js';

export interface Person {
  hints: PersonHints;
  /** How they are called from now on, where Meta tells of a change. */
  became?: PersonHints | undefined;
  profileName?: string | undefined;
  username?: string | undefined;
  /** When they were called so: of two names the later one counts, whichever comes first. */
  at: Date;
  /** The message that says so. */
  wamid?: string | undefined;
}

/** Names are compared as text by PostgreSQL's hash; the prefix keeps them apart from other locks. */
export function customerLockNames(people: readonly Person[]): string[] {
  return namesOf(people).map((alias) => `customer:${aliasKey(alias)}`);
}

@Injectable()
export class CustomersService {
  constructor(
    private readonly identities: IdentitiesRepository,
    private readonly merging: MergeCustomersService,
  ) {}

  /** True for people whose every name is known; the others must be locked by name before `resolve` may create them. */
  async areKnown(manager: EntityManager, people: readonly Person[]): Promise<boolean[]> {
    const known = new Set((await this.identities.find(manager, namesOf(people))).map(aliasKey));
    return people.map((person) => namesOf([person]).every((alias) => known.has(aliasKey(alias))));
  }

  /** The same as `identify` for people who are called by a phone alone: for them nobody merges. */
  async resolve(manager: EntityManager, people: readonly Person[], now: Date): Promise<number[]> {
    return (await this.identify(manager, people, [], now)).customerIds;
  }

  /**
   * The customer of each person, in the same order. Creates who is new, adds and moves names, makes one customer of two who are one
   * person, follows changes of the profile, and locks the customers by id until the transaction ends; where customers merge, also
   * their chats and those of `chatIds`. `events` are to be appended at the end. Throws `CustomerMovedError` for the transaction to
   * begin again.
   */
  async identify(
    manager: EntityManager,
    people: readonly Person[],
    chatIds: readonly number[],
    now: Date,
  ): Promise<{ customerIds: number[]; events: NewEvent[] }> {
    if (people.length === 0) return { customerIds: [], events: [] };
    const { known, settlement } = await this.settleLocked(manager, people);
    const newIds = await this.createNewcomers(manager, people, settlement, now);
    const real = (id: number): number => newIds.get(id) ?? id;
    const customerIds = settlement.customerIds.map(real);
    const merges = settlement.merges.filter(({ from, into }) => real(from) > 0 && real(into) > 0);
    const events =
      merges.length === 0 ? [] : await this.merging.merge(manager, merges, { customerIds, otherChatIds: chatIds }, now);
    await this.saveIdentities(manager, known, settlement, real);
    await this.saveProfiles(manager, people, customerIds);
    return { customerIds, events };
  }

  /** Locks a customer, or who they turned out to be, whose id it returns. */
  async lockOne(manager: EntityManager, customerId: number): Promise<number> {
    const [locked] = await this.identities.lock(manager, [customerId]);
    if (locked === undefined || locked.mergedInto === null) return customerId;
    return this.lockOne(manager, locked.mergedInto);
  }

  /** Names a locked customer. The events of their chats, or undefined where that is their name. */
  async rename(manager: EntityManager, id: number, name: string | null, now: Date): Promise<NewEvent[] | undefined> {
    const [, count]: [unknown, number] = await manager.query(
      'update customers set name = $2, updated_at = $3 where id = $1 and name is distinct from $2',
      [id, name, now],
    );
    return count === 0 ? undefined : chatsUpdated(manager, [id]);
  }

  /** What the evidence comes to, worked out once more where it changes somebody: under their lock nobody else does. */
  private async settleLocked(
    manager: EntityManager,
    people: readonly Person[],
  ): Promise<{ known: IdentityRow[]; settlement: Settlement }> {
    const read = async (): Promise<{ known: IdentityRow[]; settlement: Settlement }> => {
      const known = await this.identities.find(manager, namesOf(people));
      return { known, settlement: settleIdentities(known, people.map(toEvidence)) };
    };
    const first = await read();
    const locked = await this.identities.lock(manager, concerned(first.known, first.settlement));
    if (locked.some(({ mergedInto }) => mergedInto !== null)) throw new CustomerMovedError();
    if (isQuiet(first.settlement, first.known)) return first;
    const second = await read();
    const ids = new Set(locked.map(({ id }) => id));
    if (concerned(second.known, second.settlement).some((id) => !ids.has(id))) throw new CustomerMovedError();
    return second;
  }

  private async createNewcomers(
    manager: EntityManager,
    people: readonly Person[],
    { customerIds, rows }: Settlement,
    now: Date,
  ): Promise<Map<number, number>> {
    const newcomers = new Set([...customerIds, ...rows.map(({ customerId }) => customerId)].filter((id) => id < 0));
    const created = new Map<number, number>();
    // The first newcomer has the highest number below zero.
    for (const newcomer of [...newcomers].sort((a, b) => b - a)) {
      const person = people[customerIds.indexOf(newcomer)];
      const [row]: { id: number }[] = await manager.query(
        'insert into customers (profile_name, username, created_at, updated_at) values ($1, $2, $3, $3) returning id',
        [person?.profileName ?? null, person?.username ?? null, now],
      );
      if (row === undefined) throw new Error('a new customer has no id');
      created.set(newcomer, row.id);
    }
    return created;
  }

  private async saveIdentities(
    manager: EntityManager,
    known: readonly IdentityRow[],
    { rows, changes }: Settlement,
    real: (id: number) => number,
  ): Promise<void> {
    const touches = rows.filter((row) => isTouch(row, known));
    const news = rows
      .filter((row) => !touches.includes(row))
      .map((row) => ({
        ...row,
        customerId: real(row.customerId),
        formerCustomerId: row.formerCustomerId === null ? null : real(row.formerCustomerId),
      }));
    await this.identities.save(manager, news);
    await this.identities.touch(manager, touches);
    const told = changes.map((change) => ({
      ...change,
      customerId: real(change.customerId),
      otherCustomerId: change.otherCustomerId === null ? null : real(change.otherCustomerId),
    }));
    // A newcomer who turned out to be somebody known in the same breath was never a customer.
    await this.identities.saveChanges(
      manager,
      told.filter(({ customerId, otherCustomerId }) => customerId > 0 && (otherCustomerId ?? 1) > 0),
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

function namesOf(people: readonly Person[]): Alias[] {
  return people.flatMap(({ hints, became = {} }) => [...aliasesOf(hints), ...aliasesOf(became)]);
}

function toEvidence({ hints, became, at, wamid }: Person): {
  person: PersonHints;
  became: PersonHints | undefined;
  at: Date;
  wamid: string | undefined;
} {
  return { person: hints, became, at, wamid };
}

/** Everybody who exists and of whom something is read or changed, by id. */
function concerned(known: readonly IdentityRow[], { customerIds, rows, merges, changes }: Settlement): number[] {
  const changed = new Set(rows.map(aliasKey));
  const owners = known.filter((row) => changed.has(aliasKey(row))).map(({ customerId }) => customerId);
  const ids = [
    ...customerIds,
    ...owners,
    ...rows.flatMap(({ customerId, formerCustomerId }) => [customerId, formerCustomerId ?? 0]),
    ...merges.flatMap(({ from, into }) => [from, into]),
    ...changes.map(({ customerId }) => customerId),
  ];
  return [...new Set(ids.filter((id) => id > 0))].sort((a, b) => a - b);
}
