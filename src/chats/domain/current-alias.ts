import type { IdentityKind } from './resolve-customers.js';

/**
 * How a customer is called today, as a SQL expression: of several names of a kind the one that was confirmed last, none they gave up.
 *
 * @param customerId the customer's id: a column or a placeholder
 */
export function currentAlias(customerId: string, kind: IdentityKind): string {
  return `(select identity.value from customer_identities identity
    where identity.customer_id = ${customerId} and identity.kind = '${kind}' and ${isCurrent('identity')}
    order by identity.confirmed_at desc nulls last, identity.id desc limit 1)`;
}

/** True of a row of `customer_identities` that its customer has not given up. */
export function isCurrent(identity: string): string {
  return `(${identity}.released_at is null or ${identity}.confirmed_at > ${identity}.released_at)`;
}
