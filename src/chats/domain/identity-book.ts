import { Alias, aliasKey } from './resolve-customers.js';

/** A name and whose it is. All times are Meta's. */
export interface IdentityRow extends Alias {
  customerId: number;
  /** When they were first called so. */
  since: Date;
  /** When it was last said together with a user id, or by a change event, whose it is; null where only its bearer wrote. */
  confirmedAt: Date | null;
  /** Theirs no longer from then on, unless confirmed later. */
  releasedAt: Date | null;
  /** Theirs from then on, where somebody else, `formerCustomerId`, had it before. */
  takenAt: Date | null;
  formerCustomerId: number | null;
}

export type ChangeKind = 'merged' | 'identity_gained' | 'identity_lost' | 'number_changed' | 'user_id_changed';

export interface IdentityChange {
  customerId: number;
  at: Date;
  kind: ChangeKind;
  from: string | null;
  to: string | null;
  otherCustomerId: number | null;
  wamid: string | null;
}

export interface Merge {
  from: number;
  into: number;
}

/** When it was said, and by which message. */
export interface Source {
  at: Date;
  wamid?: string | undefined;
}

/**
 * Who is called how, while evidence is read. New customers have negative ids, the first of them -1, until they get real ones.
 * Each register (`since`, `confirmedAt`, `releasedAt`) only moves one way, so that the order in which evidence comes does not count.
 */
export class IdentityBook {
  readonly merges: Merge[] = [];
  readonly changes: IdentityChange[] = [];
  private readonly rows: Map<string, IdentityRow>;
  private newcomers = 0;

  constructor(known: readonly IdentityRow[]) {
    this.rows = new Map(known.map((row) => [aliasKey(row), { ...row }]));
  }

  all(): IdentityRow[] {
    return [...this.rows.values()];
  }

  newcomer(): number {
    this.newcomers += 1;
    return -this.newcomers;
  }

  /** Whose the name was at that time. A phone that was given up is nobody's until it turns up again; a user id is never given away. */
  ownerAt(alias: Alias, at: Date): number | undefined {
    const row = this.rows.get(aliasKey(alias));
    if (row === undefined) return undefined;
    if (row.takenAt !== null && at < row.takenAt) return row.formerCustomerId ?? undefined;
    if (row.kind !== 'bsuid' && isReleased(row) && row.releasedAt !== null && at > row.releasedAt) return undefined;
    return row.customerId;
  }

  /** True for a customer with a user id of today that is none of these. */
  hasOtherUserId(customerId: number, ids: readonly string[]): boolean {
    return this.of(customerId).some((row) => row.kind === 'bsuid' && !isReleased(row) && !ids.includes(row.value));
  }

  /** True where the name is the customer's and not given up. */
  holds(customerId: number, alias: Alias): boolean {
    const row = this.rows.get(aliasKey(alias));
    return row !== undefined && row.customerId === customerId && !isReleased(row);
  }

  /** True where all that is known of the customer is not older than `at`. */
  isBornAfter(customerId: number, at: Date): boolean {
    return this.of(customerId).every(({ since }) => since >= at);
  }

  /** Two customers are one: the younger becomes the older, who is returned. */
  merge(a: number, b: number, { at, wamid }: Source): number {
    const [into, from] = isOlder(a, b) ? [a, b] : [b, a];
    for (const row of this.rows.values()) {
      if (row.customerId === from) row.customerId = into;
      if (row.formerCustomerId === from) row.formerCustomerId = into;
    }
    for (const change of this.changes) if (change.customerId === from) change.customerId = into;
    this.merges.push({ from, into });
    this.record({ customerId: into, at, kind: 'merged', otherCustomerId: from, wamid });
    return into;
  }

  /**
   * The customer is called so. `isDecided` where that is said together with a user id or by a change event: then the name moves to
   * them, unless something later was decided; else a name that is somebody's stays theirs.
   */
  claim(alias: Alias, customerId: number, source: Source, isDecided: boolean): void {
    const { at } = source;
    const row = this.rows.get(aliasKey(alias));
    if (row === undefined) {
      this.add(alias, customerId, { since: at, confirmedAt: isDecided ? at : null });
    } else if (row.customerId === customerId) {
      if (row.takenAt !== null && at < row.takenAt) {
        if (!isDecided) return;
        row.takenAt = at;
      }
      if (at < row.since) row.since = at;
      if (isDecided) row.confirmedAt = later(row.confirmedAt, at);
    } else if (isDecided && (row.confirmedAt === null || at >= row.confirmedAt)) {
      this.move(row, customerId, source, at);
      row.confirmedAt = at;
    } else if (isDecided && row.takenAt === null && at < row.since) {
      // Said of a time before its present owner: what was written then is told apart from now on.
      row.takenAt = row.since;
      row.formerCustomerId = customerId;
    } else if (!isDecided && isReleased(row) && row.releasedAt !== null && at > row.releasedAt) {
      // The moment of the change itself was still the former owner's, and what was said up to it takes nothing back.
      const takenAt = new Date(row.releasedAt.getTime() + 1);
      this.move(row, customerId, source, takenAt);
      row.confirmedAt = takenAt;
    }
  }

  /** The customer was called so up to then, and is no longer. */
  release(alias: Alias, customerId: number, source: Source): void {
    const { at } = source;
    this.claim(alias, customerId, source, true);
    const row = this.rows.get(aliasKey(alias));
    if (row === undefined || row.customerId !== customerId || (row.takenAt !== null && at < row.takenAt)) return;
    row.releasedAt = later(row.releasedAt, at);
  }

  /** The user ids of the customer but for `id` are of the past. */
  releaseOtherUserIds(customerId: number, id: string | undefined, source: Source): void {
    for (const row of this.of(customerId)) {
      const isNewer = row.confirmedAt !== null && row.confirmedAt > source.at;
      if (row.kind === 'bsuid' && row.value !== id && !isNewer) this.release(row, customerId, source);
    }
  }

  record(
    change: Omit<IdentityChange, 'from' | 'to' | 'otherCustomerId' | 'wamid'> & Partial<IdentityChangeExtras>,
  ): void {
    const { from = null, to = null, otherCustomerId = null, wamid = null, ...rest } = change;
    this.changes.push({ ...rest, from, to, otherCustomerId, wamid });
  }

  private of(customerId: number): IdentityRow[] {
    return [...this.rows.values()].filter((row) => row.customerId === customerId);
  }

  private add({ kind, value }: Alias, customerId: number, times: Partial<IdentityRow> & { since: Date }): void {
    const row = { confirmedAt: null, releasedAt: null, takenAt: null, formerCustomerId: null, ...times };
    this.rows.set(aliasKey({ kind, value }), { kind, value, customerId, ...row });
  }

  private move(row: IdentityRow, to: number, source: Source, takenAt: Date): void {
    const { value, customerId: former } = row;
    const { at, wamid } = source;
    this.record({ customerId: former, at, kind: 'identity_lost', from: value, otherCustomerId: to, wamid });
    this.record({ customerId: to, at, kind: 'identity_gained', to: value, otherCustomerId: former, wamid });
    Object.assign(row, { customerId: to, since: at, takenAt, formerCustomerId: former, releasedAt: null });
  }
}

interface IdentityChangeExtras {
  from: string | null;
  to: string | null;
  otherCustomerId: number | null;
  wamid: string | null | undefined;
}

function isReleased({ releasedAt, confirmedAt }: IdentityRow): boolean {
  return releasedAt !== null && (confirmedAt === null || confirmedAt <= releasedAt);
}

/** Ids grow with time; newcomers (below zero) are younger than everybody, and the later the lower. */
function isOlder(a: number, b: number): boolean {
  return a > 0 && b > 0 ? a < b : a > b;
}

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}
