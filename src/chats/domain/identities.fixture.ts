import type { IdentityRow } from './identity-book.js';
import { aliasKey, type PersonHints } from './resolve-customers.js';
import { type Evidence, settleIdentities } from './settle-identities.js';

export const P = '77011234567';
export const Q = '77019999999';
const at = (second: number): Date => new Date(Date.UTC(2026, 2, 1, 12, 0, second));

export const says = (second: number, person: PersonHints): Evidence => ({
  person,
  at: at(second),
  wamid: `wamid.${second}`,
});
export const becomes = (second: number, person: PersonHints, became: PersonHints): Evidence => ({
  ...says(second, person),
  became,
});

/** Settles one after the other, as separate webhooks do; newcomers get the next ids. */
export class Desk {
  rows: IdentityRow[] = [];
  lastId = 0;
  merges: string[] = [];
  kinds: string[] = [];

  hear(evidence: Evidence): number {
    const { customerIds, rows, merges, changes } = settleIdentities(this.rows, [evidence]);
    const first = this.lastId;
    const real = (id: number): number => (id < 0 ? first - id : id);
    const touched = new Set(rows.map(aliasKey));
    this.rows = [
      ...this.rows.filter((row) => !touched.has(aliasKey(row))),
      ...rows.map((row) => ({
        ...row,
        customerId: real(row.customerId),
        formerCustomerId: row.formerCustomerId === null ? null : real(row.formerCustomerId),
      })),
    ];
    this.merges.push(...merges.map(({ from, into }) => `${real(from)}>${real(into)}`));
    this.kinds.push(...changes.map(({ kind, customerId }) => `${kind} ${real(customerId)}`));
    const customer = real(customerIds[0] ?? 0);
    this.lastId = Math.max(this.lastId, customer, ...this.rows.map(({ customerId }) => customerId));
    return customer;
  }

  /** Who has which names now, without ids: what must not depend on the order. */
  people(): string[] {
    const people = new Map<number, string[]>();
    for (const row of this.rows) {
      const isReleased = row.releasedAt !== null && (row.confirmedAt ?? row.releasedAt) <= row.releasedAt;
      const names = people.get(row.customerId) ?? [];
      people.set(row.customerId, [...names, `${row.value}${isReleased ? ' (once)' : ''}`]);
    }
    return [...people.values()].map((names) => names.sort().join(' + ')).sort();
  }
}

export function hearAll(evidence: readonly Evidence[]): Desk & { found: number[] } {
  const desk = new Desk();
  const found = evidence.map((one) => desk.hear(one));
  return Object.assign(desk, { found });
}
