import { IdentityBook, IdentityChange, IdentityRow, Merge, Source } from './identity-book.js';
import { Alias, aliasesOf, aliasKey, PersonHints } from './resolve-customers.js';

/** What a webhook says of a person: how they were called when they wrote, or, by a change event, how they are called from then on. */
export interface Evidence extends Source {
  person: PersonHints;
  became?: PersonHints | undefined;
}

export interface Settlement {
  /** The customer of each piece of evidence, in the same order; below zero for new ones. */
  customerIds: number[];
  /** Rows that are new or differ from the known ones. */
  rows: IdentityRow[];
  /** In the order in which they happened. */
  merges: Merge[];
  changes: IdentityChange[];
}

/**
 * Works out whose the names are (design, "customers, customer_identities"), out of what is known of everybody they lead to:
 * - one who is called by a phone and a user id together is one person; of two customers who do not contradict each other (the phone's
 *   has no user id of today) the younger becomes the older;
 * - where they contradict each other the user id decides, and the phone moves: numbers are recycled, and a stranger must not inherit a chat;
 * - a change event ties old and new names to one person; an old phone is theirs up to then, and nobody's until it turns up again.
 *
 * The order in which evidence comes does not count, Meta's times do: who has a recycled phone is told by the latest word with a user
 * id. Order counts by nature in two cases: a message that names a phone alone goes to who is known to have it when it comes, and stays
 * there; and two user ids said of one phone in the same second leave it to the one that came last.
 */
export function settleIdentities(known: readonly IdentityRow[], evidence: readonly Evidence[]): Settlement {
  const book = new IdentityBook(known);
  const found = evidence.map((one) => (one.became === undefined ? place(book, one) : follow(book, one, one.became)));
  const survivors = new Map<number, number>();
  for (const { from, into } of book.merges) {
    for (const [one, other] of survivors) if (other === from) survivors.set(one, into);
    survivors.set(from, into);
  }
  const before = new Map(known.map((row) => [aliasKey(row), row]));
  return {
    customerIds: found.map((id) => survivors.get(id) ?? id),
    rows: book.all().filter((row) => !isSame(row, before.get(aliasKey(row)))),
    merges: book.merges,
    changes: book.changes,
  };
}

/** True where nothing changes for anybody who exists: at most times move on, or newcomers appear. */
export function isQuiet({ rows, merges, changes }: Settlement, known: readonly IdentityRow[]): boolean {
  return merges.length === 0 && changes.length === 0 && rows.every((row) => row.customerId < 0 || isTouch(row, known));
}

/** True where the row says what it said, of other times. */
export function isTouch(row: IdentityRow, known: readonly IdentityRow[]): boolean {
  const before = known.find((other) => aliasKey(other) === aliasKey(row));
  return before !== undefined && isSame({ ...row, since: before.since, confirmedAt: before.confirmedAt }, before);
}

function place(book: IdentityBook, { person, ...source }: Evidence): number {
  const [userId, weak] = split(person);
  let customer = userId === undefined ? undefined : book.ownerAt(userId, source.at);
  for (const alias of weak) {
    const holder = book.ownerAt(alias, source.at);
    if (holder === undefined || holder === customer) continue;
    if (userId !== undefined && book.hasOtherUserId(holder, [userId.value])) continue;
    if (customer === undefined) customer = holder;
    else if (userId !== undefined) customer = book.merge(customer, holder, source);
  }
  customer ??= book.newcomer();
  if (userId !== undefined) book.claim(userId, customer, source, true);
  for (const alias of weak) book.claim(alias, customer, source, userId !== undefined);
  return customer;
}

function follow(book: IdentityBook, { person, ...source }: Evidence, became: PersonHints): number {
  const [oldId, oldNames] = split(person);
  const [newId, newNames] = split(became);
  const ids = [oldId, newId].flatMap((alias) => (alias === undefined ? [] : [alias.value]));
  const owners = [oldId, newId].flatMap((alias) => (alias === undefined ? [] : (book.ownerAt(alias, source.at) ?? [])));
  // Without the old user id the phone alone tells who it was, whatever their id.
  const before = oldNames.flatMap((alias) => book.ownerAt(alias, source.at) ?? []);
  const kin = before.filter((holder) => oldId === undefined || !book.hasOtherUserId(holder, ids));
  const after = newNames.flatMap((alias) => book.ownerAt(alias, source.at) ?? []);
  // Who has the new phone and was never heard of before the change is the same person, already at their new phone.
  const early = after.filter(
    (holder) => book.isBornAfter(holder, source.at) && (newId === undefined || !book.hasOtherUserId(holder, ids)),
  );
  const customer = uniteAll(book, [...owners, ...kin, ...early], source);
  return rename(book, customer, source, { oldId, newId, oldNames, newNames });
}

function uniteAll(book: IdentityBook, holders: readonly number[], source: Source): number {
  const [first = book.newcomer(), ...others] = new Set(holders);
  return others.reduce((customer, other) => book.merge(customer, other, source), first);
}

interface Names {
  oldId: Alias | undefined;
  newId: Alias | undefined;
  oldNames: readonly Alias[];
  newNames: readonly Alias[];
}

function rename(book: IdentityBook, customer: number, source: Source, names: Names): number {
  const { oldId, newId, oldNames, newNames } = names;
  const isNews = (alias: Alias): boolean => !book.holds(customer, alias);
  const news = [newId, ...newNames].flatMap((alias) => (alias !== undefined && isNews(alias) ? [alias] : []));
  for (const alias of newNames) book.claim(alias, customer, source, true);
  for (const alias of oldNames) {
    const next = newNames.find(({ kind }) => kind === alias.kind);
    if (next === undefined || next.value === alias.value) book.claim(alias, customer, source, true);
    else book.release(alias, customer, source);
  }
  if (oldId !== undefined && oldId.value !== newId?.value) book.claim(oldId, customer, source, true);
  if (newId !== undefined) book.claim(newId, customer, source, true);
  // A user id changes with the phone (Meta, business-scoped user ids), also where the event does not name the new one.
  const hasNewId = newId !== undefined || (oldId === undefined && newNames.some(({ kind }) => kind === 'wa_id'));
  if (hasNewId) book.releaseOtherUserIds(customer, newId?.value, source);
  for (const alias of news.filter((one) => book.holds(customer, one))) {
    const before = [oldId, ...oldNames].find((old) => old?.kind === alias.kind)?.value;
    const kind = alias.kind === 'wa_id' ? 'number_changed' : 'user_id_changed';
    book.record({ ...source, customerId: customer, kind, from: before ?? null, to: alias.value });
  }
  return customer;
}

/** The user id, and the names that others may have had before. */
function split(hints: PersonHints): [Alias | undefined, Alias[]] {
  const aliases = aliasesOf(hints);
  return [aliases.find(({ kind }) => kind === 'bsuid'), aliases.filter(({ kind }) => kind !== 'bsuid')];
}

function isSame(a: IdentityRow, b: IdentityRow | undefined): boolean {
  return (
    b !== undefined &&
    a.customerId === b.customerId &&
    a.formerCustomerId === b.formerCustomerId &&
    (['since', 'confirmedAt', 'releasedAt', 'takenAt'] as const).every((key) => a[key]?.getTime() === b[key]?.getTime())
  );
}
