import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { ClaimedBody } from './domain/claimed-body.js';

/** A worker that is silent for so long has died; another takes its bodies over. By the database's clock. */
const LEASE_SECONDS = 10;
const CLAIM_LIMIT = 50;
/** So many bodies that are applied once more go along with however many have just come in. */
const REPLAY_SHARE = 10;
/** What is written of a reason; the body itself says the rest. */
const MAX_REASON = 2_000;

const IS_FREE = '(lease_expires_at is null or lease_expires_at < now())';

@Injectable()
export class InboxRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Leases the oldest bodies that wait, first those that came in and then those that are applied once more; what another worker holds
   * is passed over. Replays have a share of their own: neither waits for the other to end.
   */
  async claim(owner: string): Promise<ClaimedBody[]> {
    const [rows]: [(ClaimedBody & { isReplay: boolean })[], number] = await this.dataSource.query(
      `with live as (
         select id, day from webhook_inbox where state = 'new' and not is_replay and ${IS_FREE} order by id limit $3 for update skip locked
       ), replays as (
         select id, day from webhook_inbox where state = 'new' and is_replay and ${IS_FREE}
         order by id limit greatest($4, $3 - (select count(*) from live)) for update skip locked
       )
       update webhook_inbox set lease_owner = $1, lease_expires_at = now() + make_interval(secs => $2), tries = least(tries + 1, 30000)
       where (id, day) in (select * from live union all select * from replays)
       returning id, day::text as day, body, received_at as "receivedAt", is_replay as "isReplay"`,
      [owner, LEASE_SECONDS, CLAIM_LIMIT, REPLAY_SHARE],
    );
    return rows.sort((a, b) => Number(a.isReplay) - Number(b.isReplay) || a.id - b.id);
  }

  /** Gives bodies back at once, for a database that could not take them now. */
  async release(owner: string): Promise<void> {
    await this.dataSource.query(
      `update webhook_inbox set lease_owner = null, lease_expires_at = null where state = 'new' and lease_owner = $1`,
      [owner],
    );
  }

  /** Marks bodies as applied, in the transaction of their effects. A body somebody else has finished meanwhile fails the transaction. */
  async markApplied(manager: EntityManager, owner: string, bodies: readonly ClaimedBody[]): Promise<void> {
    const [, count]: [unknown, number] = await manager.query(
      `update webhook_inbox set state = 'applied', is_replay = false, applied_at = now(), reason = null, lease_owner = null, lease_expires_at = null
       where (id, day) in (select * from unnest($1::bigint[], $2::date[])) and state = 'new' and lease_owner = $3`,
      [bodies.map(({ id }) => id), bodies.map(({ day }) => day), owner],
    );
    if (count !== bodies.length) throw new LeaseLostError();
  }

  /** Keeps a body as a dead letter, with why; whatever of it could be applied has been. */
  async markDead(body: ClaimedBody, reasons: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `update webhook_inbox set state = 'dead', is_replay = false, applied_at = now(), reason = $3, lease_owner = null, lease_expires_at = null
       where id = $1 and day = $2 and state = 'new'`,
      [body.id, body.day, reasons.join('\n').slice(0, MAX_REASON)],
    );
  }
}

/** The lease ran out and another worker took over: its work counts, ours is rolled back. */
export class LeaseLostError extends Error {
  constructor() {
    super('the lease of a webhook body was lost');
    this.name = 'LeaseLostError';
  }
}
