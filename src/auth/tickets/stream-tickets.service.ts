import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { AccessDoor } from '../sessions/access-door.service.js';
import type { AuthUser } from '../domain/auth-user.js';
import { sessionOf } from '../domain/session-of.js';
import { hashTicket, makeTicket, TICKET_SECONDS } from '../domain/stream-ticket.js';
import { StreamTicketRepository } from './stream-ticket.repository.js';

/** Tickets that open one event stream each. They lie in the database, so that any process takes one and only one does. */
@Injectable()
export class StreamTickets {
  constructor(
    private readonly repository: StreamTicketRepository,
    private readonly door: AccessDoor,
    private readonly clock: Clock,
  ) {}

  /** A ticket for the caller's session; 403 for an API key, which can send a header wherever it runs. */
  async mint(user: AuthUser): Promise<{ ticket: string; expiresIn: number }> {
    const sessionId = sessionOf(user);
    const ticket = makeTicket();
    const hash = hashTicket(ticket);
    if (hash === undefined) throw new ApiError('INTERNAL');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + TICKET_SECONDS * 1000);
    await this.repository.sweep(now);
    await this.repository.insert({
      hash,
      sessionId,
      userId: user.id,
      expiresAt,
      tokenExpiresAt: user.expiresAt ?? expiresAt,
    });
    return { ticket, expiresIn: TICKET_SECONDS };
  }

  /** The user of a ticket, which is used up by it; throws 401 for one that is unknown, used or too old, or whose session has ended. */
  async redeem(text: unknown): Promise<AuthUser> {
    const hash = hashTicket(text);
    const ticket = hash === undefined ? undefined : await this.repository.take(hash);
    if (ticket === undefined || ticket.expiresAt <= this.clock.now()) {
      throw new ApiError('TOKEN_INVALID', { detail: NO_SUCH_TICKET });
    }
    const { userId, sessionId, tokenExpiresAt: expiresAt } = ticket;
    return this.door.judge({ userId, sessionId, expiresAt });
  }
}

const NO_SUCH_TICKET = {
  en: 'This ticket was used, is older than 30 seconds or is not ours; POST /api/auth/stream-ticket gives a new one.',
  ru: 'Этот билет уже использован, старше 30 секунд или не наш; новый выдаёт POST /api/auth/stream-ticket.',
};
