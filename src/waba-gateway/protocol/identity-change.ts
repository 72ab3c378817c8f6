import { isEmptyIdentity, readIdentity } from './identity.js';
import { JsonObject, asId, asObject } from './json-fields.js';
import { IdentityHints } from './webhook.types.js';

/** `customer_changed_number` is what it was called before v12. */
const CHANGES = ['user_changed_number', 'user_changed_user_id', 'customer_changed_number'];

export interface IdentityChange {
  /** How the person was called until then; without anything where Meta does not say. */
  from: IdentityHints;
  /** How they are called from then on; never empty. */
  became: IdentityHints;
}

/**
 * What a `system` message tells of a person's names (Meta, "system messages" and "business-scoped user ids"): `from` is the old phone,
 * `system.wa_id` the new one, and since August 2026 the user ids stand beside it. Undefined for all other messages.
 */
export function readIdentityChange(message: JsonObject): IdentityChange | undefined {
  const system = asObject(message.system);
  if (message.type !== 'system' || system === undefined || !CHANGES.includes(String(system.type))) return undefined;
  const became = readIdentity({
    phone: system.wa_id ?? system.new_wa_id,
    userId: system.user_id,
    parentUserId: system.parent_user_id,
  });
  if (isEmptyIdentity(became)) return undefined;
  const from = readIdentity({
    phone: message.from,
    userId: system.previous_user_id ?? unless(message.from_user_id, became.bsuid),
    parentUserId: system.previous_parent_user_id ?? unless(message.from_parent_user_id, became.parentBsuid),
  });
  return { from, became };
}

/** Which of the two ids `from_user_id` is, Meta does not say: the new one is no old one. */
function unless(value: unknown, other: string | undefined): unknown {
  return asId(value) === other ? undefined : value;
}
