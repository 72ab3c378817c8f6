import { createHash, randomBytes } from 'node:crypto';

/** How long a ticket waits to be used. */
export const TICKET_SECONDS = 30;
const TICKET_BYTES = 32;
const TICKET = /^[\w-]{43}$/;

/** A new ticket: 256 random bits. It is shown once; we keep its hash. */
export function makeTicket(): string {
  return randomBytes(TICKET_BYTES).toString('base64url');
}

/** What we know a ticket by, or undefined for what was never one. A plain hash will do: there is nothing to guess in 256 random bits. */
export function hashTicket(ticket: unknown): Buffer | undefined {
  return typeof ticket === 'string' && TICKET.test(ticket) ? createHash('sha256').update(ticket).digest() : undefined;
}
