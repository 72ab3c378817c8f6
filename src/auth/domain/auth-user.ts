import type { Role } from './role.js';

/** Who makes this request, by the database a moment ago and never by what the token claims. */
export class AuthUser {
  readonly id!: number;
  readonly email!: string;
  readonly name!: string;
  readonly role!: Role;
  readonly sessionId!: string;
}
