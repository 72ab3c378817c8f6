import type { Role } from './role.js';
import type { Scope } from './scopes.js';

/** The API key a machine calls with. */
export interface CallingKey {
  id: number;
  scopes: readonly Scope[];
  /** Requests it may make in a minute; 0: no limit. */
  requestsPerMinute: number;
}

/** Who makes this request, by the database a moment ago and never by what the token claims. */
export class AuthUser {
  readonly id!: number;
  readonly email!: string;
  readonly name!: string;
  readonly role!: Role;
  /** Null where an API key acts in the user's name. */
  readonly sessionId!: string | null;
  /** Null for a person who signed in. */
  readonly key!: CallingKey | null;
  /** When what the request came with expires: its access token or its key; null: never. For connections that stay open. */
  readonly expiresAt!: Date | null;
}
