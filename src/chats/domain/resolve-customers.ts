export type IdentityKind = 'wa_id' | 'bsuid' | 'parent_bsuid';

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
