import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RateClass } from '../../channels/domain/channel.js';
import { Clock } from '../../common/clock.js';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { Logger } from '../../common/logger.js';
import type { InboundItem } from '../domain/webhook-items.js';

/** Messages a second by class, in and out together (Meta, "throughput"). */
const PER_SECOND: Record<RateClass, number> = { coexistence: 20, standard: 80, high: 1000 };
const SLICES_PER_SECOND = 10;
const SLICE_MS = 1000 / SLICES_PER_SECOND;
const JUST_NOW_MS = 1000;

interface Waiting {
  rateClass: RateClass;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/**
 * Hands out a number's tokens. Processes lease them from one row per number, a tenth of a second at a time; what is not used lapses.
 * What comes in is counted against the same tokens.
 */
@Injectable()
export class NumberRate {
  private readonly waiting = new Map<number, Waiting[]>();
  private readonly pumping = new Set<number>();
  private readonly known = new Set<number>();

  private readonly cameIn = new Map<number, number>();
  private isCounting = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * Takes what has just come in from its number's present tenth of a second, so that as much less goes out in it; what came long ago,
   * and was waiting or is applied once more, is no throughput of now. Nothing is held back by it: the count goes on by itself, one
   * statement at a time however many there are to count, and never rejects.
   */
  countInbound(inbound: readonly Pick<InboundItem, 'channelId' | 'receivedAt'>[]): void {
    const since = this.clock.millis() - JUST_NOW_MS;
    for (const { channelId, receivedAt } of inbound) {
      if (receivedAt.getTime() > since) this.cameIn.set(channelId, (this.cameIn.get(channelId) ?? 0) + 1);
    }
    if (!this.isCounting) void this.flushCounts();
  }

  /** Resolves when one message of this number may leave. */
  async take(channelId: number, rateClass: RateClass): Promise<void> {
    const queue = this.waiting.get(channelId) ?? [];
    this.waiting.set(channelId, queue);
    const granted = new Promise<void>((resolve, reject) => queue.push({ rateClass, resolve, reject }));
    void this.pump(channelId, queue);
    await granted;
  }

  /** True where one message may leave this instant; never waits for the next. */
  async tryTake(channelId: number, rateClass: RateClass): Promise<boolean> {
    if ((this.waiting.get(channelId)?.length ?? 0) > 0) return false;
    const { granted } = await this.lease(channelId, 1, PER_SECOND[rateClass] / SLICES_PER_SECOND);
    return granted === 1;
  }

  /** Meta throttles the number: no process sends from it before the pause is over. */
  async block(channelId: number, milliseconds: number): Promise<void> {
    await this.dataSource.query(
      `insert into channel_rate as rate (channel_id, blocked_until) values ($1, clock_timestamp() + make_interval(secs => $2))
       on conflict (channel_id) do update set blocked_until = greatest(rate.blocked_until, excluded.blocked_until)`,
      [channelId, milliseconds / 1000],
    );
  }

  private async flushCounts(): Promise<void> {
    this.isCounting = true;
    while (this.cameIn.size > 0) {
      const counts = [...this.cameIn];
      this.cameIn.clear();
      await this.addCounts(counts).catch((error: unknown) => {
        if (!isDatabaseAway(error)) this.logger.failure('what came in could not be counted', error);
      });
    }
    this.isCounting = false;
  }

  /** Under locks of rows in the order of their ids, so that no two processes wait in a circle. */
  private async addCounts(counts: readonly (readonly [channelId: number, count: number])[]): Promise<void> {
    await this.dataSource.query(
      `insert into channel_rate as rate (channel_id, slice, taken)
       select channel_id, floor(extract(epoch from clock_timestamp()) * 10)::bigint, count
       from unnest($1::bigint[], $2::integer[]) as counted (channel_id, count) order by channel_id
       on conflict (channel_id) do update set
         slice = greatest(rate.slice, excluded.slice),
         taken = case when rate.slice < excluded.slice then excluded.taken else rate.taken + excluded.taken end`,
      [counts.map(([channelId]) => channelId), counts.map(([, count]) => count)],
    );
  }

  private async pump(channelId: number, queue: Waiting[]): Promise<void> {
    if (this.pumping.has(channelId)) return;
    this.pumping.add(channelId);
    try {
      for (let first = queue[0]; first !== undefined; first = queue[0]) {
        const cap = PER_SECOND[first.rateClass] / SLICES_PER_SECOND;
        const { granted, waitMs } = await this.lease(channelId, Math.min(queue.length, cap), cap);
        for (const { resolve } of queue.splice(0, granted)) resolve();
        if (granted === 0) await delay(Math.min(Math.max(waitMs, 1), SLICE_MS * SLICES_PER_SECOND));
      }
    } catch (error) {
      for (const { reject } of queue.splice(0)) reject(error);
    } finally {
      this.pumping.delete(channelId);
    }
  }

  private async lease(channelId: number, wanted: number, cap: number): Promise<{ granted: number; waitMs: number }> {
    if (!this.known.has(channelId)) {
      await this.dataSource.query('insert into channel_rate (channel_id) values ($1) on conflict do nothing', [
        channelId,
      ]);
      this.known.add(channelId);
    }
    const [rows]: [{ granted: number; waitMs: number }[], number] = await this.dataSource.query(
      `update channel_rate rate set slice = present.slice, taken = present.taken + present.granted
       from (
         select clock.slice, before.taken, case when before.is_blocked then 0 else greatest(least($2, $3 - before.taken), 0) end as granted,
           case when before.is_blocked then 1000 else ceil((clock.slice + 1) * 100 - clock.millis) end as wait_ms
         from (select floor(millis / 100)::bigint as slice, millis
           from (select extract(epoch from clock_timestamp()) * 1000 as millis) as now) as clock
         cross join lateral (
           select case when locked.slice = clock.slice then locked.taken else 0 end as taken,
             coalesce(locked.blocked_until > clock_timestamp(), false) as is_blocked
           from (select * from channel_rate where channel_id = $1 for update) as locked
         ) as before
       ) as present
       where rate.channel_id = $1
       returning present.granted::integer as granted, present.wait_ms::integer as "waitMs"`,
      [channelId, wanted, cap],
    );
    // A crash of PostgreSQL empties the table: the row is made anew.
    if (rows[0] === undefined) this.known.delete(channelId);
    return rows[0] ?? { granted: 0, waitMs: 1 };
  }
}
