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
   * Whether one more customer may be reached: null where they may, and then the caller must commit that it does, or else when to ask
   * again. The chat must be locked; the account stays locked until the transaction ends, so that two cannot take the last place.
   */
  async take(
    manager: EntityManager,
    { channelId, chatId }: { channelId: number; chatId: number },
    now: Date,
  ): Promise<Date | null> {
    const { wabaId, word } = await this.rows.limitOf(manager, channelId);
    if (dailyLimitOf(word) === null) return null;
    const before = await this.rows.lock(manager, wabaId, now);
    // Once more under the lock: whoever raises the limit waits for it before waking those who wait.
    const limit = dailyLimitOf((await this.rows.limitOf(manager, channelId)).word);
    if (limit === null || (await this.rows.isReached(manager, wabaId, chatId, now))) return null;
    const counted = isFresh(before, limit, now) ? before : await this.count(manager, wabaId, limit, now);
    const mayGo = counted.spare > 0;
    await this.rows.keep(manager, wabaId, mayGo ? { ...counted, spare: counted.spare - 1 } : counted);
    return mayGo ? null : counted.fullUntil;
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

  /** Meta has told another limit: those who wait for the old one are looked at again. */
  async limitChanged(wabaId: string): Promise<void> {
    const now = this.clock.now();
    // Whoever counts against the old limit has done so when this lock is ours; to wake the others under it could wait in a circle.
    await transaction(this.dataSource, (manager) => this.rows.lock(manager, wabaId, now));
    await this.rows.rouse(this.dataSource.manager, wabaId, now);
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
