import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { transaction } from '../../database/transaction.js';
import { dailyLimitOf } from '../domain/daily-limit.js';
import type { Reach } from '../domain/reach.dto.js';
import { AccountReachRepository, Spare } from './account-reach.repository.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Failures give back, late deliveries take: what was counted so long ago is counted anew. */
const COUNT_HOLDS_MS = 60_000;

const NOBODY: Reach = { used: 0, limit: null, resetsAt: null };

/**
 * Meta's messaging limit: so many customers may be reached outside their service windows in a moving 24 hours. It belongs to the business
 * portfolio (since October 2025), which Meta's webhooks do not name: we count for the account, which is what they do name. What others
 * send for the same portfolio we do not see.
 */
@Injectable()
export class AccountReachService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rows: AccountReachRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Whether one more customer may be reached; where nothing comes of it, the place is found free when it is counted anew. The chat must
   * be locked; the account stays locked until the transaction ends, so that two cannot take the last place.
   */
  async take(
    manager: EntityManager,
    { channelId, chatId }: { channelId: number; chatId: number },
    now: Date,
  ): Promise<boolean> {
    const { wabaId, word } = await this.rows.limitOf(manager, channelId);
    if (dailyLimitOf(word) === null) return true;
    const before = await this.rows.lock(manager, wabaId, now);
    // Once more under the lock: whoever raises the limit waits for it before waking those who wait.
    const limit = dailyLimitOf((await this.rows.limitOf(manager, channelId)).word);
    if (limit === null || (await this.rows.isReached(manager, wabaId, chatId, now))) return true;
    const counted = isFresh(before, limit, now) ? before : await this.count(manager, wabaId, limit, now);
    const mayGo = counted.spare > 0;
    await this.rows.keep(manager, wabaId, mayGo ? { ...counted, spare: counted.spare - 1 } : counted);
    return mayGo;
  }

  /** Whether there is hardly a place in the limit of a channel's account: what was counted last says so. Nothing is locked. */
  isFull(channelId: number): Promise<boolean> {
    return this.rows.isFull(this.dataSource.manager, channelId, this.clock.now());
  }

  /** Has chats that wait for a place looked at where places came free: by the hour, or because what was sent has failed. */
  async offerPlaces(): Promise<void> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - COUNT_HOLDS_MS);
    for (const wabaId of await this.rows.findAwaited(this.dataSource.manager, now, before)) await this.offer(wabaId);
  }

  /** By account. */
  async show(wabaIds: readonly string[]): Promise<ReadonlyMap<string, Reach>> {
    const rows = await this.rows.show(this.dataSource.manager, [...new Set(wabaIds)], this.clock.now());
    return new Map(
      rows.map(({ wabaId, used, word, reachedAt }) => [
        wabaId,
        { used, limit: dailyLimitOf(word), resetsAt: afterDay(reachedAt) },
      ]),
    );
  }

  /** Meta may have told another limit, or places may have come free: as many of those who wait as there are places are looked at now. */
  async offer(wabaId: string): Promise<void> {
    const now = this.clock.now();
    await transaction(this.dataSource, async (manager) => {
      // Whoever counted against the old limit has done so when this lock is ours.
      const before = await this.rows.lock(manager, wabaId, now);
      const limit = dailyLimitOf(await this.rows.wordOf(manager, wabaId));
      if (limit === null) return this.rows.rouse(manager, wabaId, null, now);
      const counted = isFresh(before, limit, now) ? before : await this.count(manager, wabaId, limit, now);
      await this.rows.keep(manager, wabaId, counted);
      if (counted.spare > 0) await this.rows.rouse(manager, wabaId, counted.spare, now);
    });
  }

  private async count(manager: EntityManager, wabaId: string, limit: number, now: Date): Promise<Spare> {
    const counted = await this.rows.count(manager, wabaId, limit, now);
    const spare = Math.max(0, limit - counted.used);
    const fullUntil = spare > 0 ? null : (afterDay(counted.reachedAt) ?? new Date(now.getTime() + DAY_MS));
    return { dailyLimit: limit, spare, fullUntil, countedAt: now };
  }
}

function isFresh({ dailyLimit, spare, fullUntil, countedAt }: Spare, limit: number, now: Date): boolean {
  const age = now.getTime() - countedAt.getTime();
  if (dailyLimit !== limit || age < 0 || age >= COUNT_HOLDS_MS) return false;
  return spare > 0 || (fullUntil !== null && fullUntil > now);
}

/** Of one of the accounts that were asked for. */
export function reachOf(shown: ReadonlyMap<string, Reach>, wabaId: string): Reach {
  return shown.get(wabaId) ?? NOBODY;
}

function afterDay(at: Date | null): Date | null {
  return at === null ? null : new Date(at.getTime() + DAY_MS);
}
