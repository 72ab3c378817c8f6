import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StreamTicket } from './stream-ticket.entity.js';

/** How many forgotten tickets a new one sweeps away. */
const SWEPT_BY_ONE = 100;

@Injectable()
export class StreamTicketRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(ticket: StreamTicket): Promise<void> {
    await this.dataSource.manager.insert(StreamTicket, ticket);
  }

  /** Takes a ticket away and returns it; of several at once exactly one gets it. */
  async take(hash: Buffer): Promise<StreamTicket | undefined> {
    const [rows]: [StreamTicket[], number] = await this.dataSource.query(
      `delete from stream_tickets where hash = $1
       returning hash, session_id as "sessionId", user_id as "userId", expires_at as "expiresAt",
                 token_expires_at as "tokenExpiresAt"`,
      [hash],
    );
    return rows[0];
  }

  /** Removes some of the tickets that nobody used in time. */
  async sweep(now: Date): Promise<void> {
    await this.dataSource.query(
      `delete from stream_tickets where hash in (
         select hash from stream_tickets where expires_at <= $1 order by expires_at limit $2 for update skip locked)`,
      [now, SWEPT_BY_ONE],
    );
  }
}
