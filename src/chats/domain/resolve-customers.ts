import type { IdentityKind } from '../customer-identity.entity.js';

/** By which names Meta called a person. */
export interface PersonHints {
  waId?: string;
  bsuid?: string;
  parentBsuid?: string;
}

export interface Alias {
  kind: IdentityKind;
  value: string;
}

export interface KnownAlias extends Alias {
  customerId: number;
}

/** A person's names in the order in which they decide: a phone may be recycled, a business-scoped user id is one person. */
export function aliasesOf(hints: PersonHints): Alias[] {
  const all: { kind: IdentityKind; value: string | undefined }[] = [
    { kind: 'bsuid', value: hints.bsuid },
    { kind: 'wa_id', value: hints.waId },
    { kind: 'parent_bsuid', value: hints.parentBsuid },
  ];
  return all.flatMap(({ kind, value }) => (value === undefined ? [] : [{ kind, value }]));
}

export function aliasKey({ kind, value }: Alias): string {
  return `${kind}:${value}`;
}

/**
 * Whose these names are, or undefined for somebody new. The first known name decides, unless the customer it leads to has another
 * business-scoped user id than the one given: then the number has changed hands, and a stranger must not inherit a chat.
 */
export function findCustomer(aliases: readonly Alias[], known: readonly KnownAlias[]): number | undefined {
  const bsuid = aliases.find(({ kind }) => kind === 'bsuid')?.value;
  for (const alias of aliases) {
    const match = known.find((candidate) => candidate.kind === alias.kind && candidate.value === alias.value);
    if (match === undefined) continue;
    const theirs = known.find((candidate) => candidate.customerId === match.customerId && candidate.kind === 'bsuid');
    const isStranger = alias.kind !== 'bsuid' && bsuid !== undefined && theirs !== undefined && theirs.value !== bsuid;
    if (!isStranger) return match.customerId;
  }
  return undefined;
}
