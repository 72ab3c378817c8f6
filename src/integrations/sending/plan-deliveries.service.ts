import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { transaction } from '../../database/transaction.js';
import { decodeEventPosition, encodeEventPosition } from '../../events/domain/event-position.js';
import { EventLogService, StoredEvent } from '../../realtime/event-log.service.js';
import { DeliveriesRepository, NewDelivery } from '../deliveries/deliveries.repository.js';
import { wants } from '../domain/event-filter.js';
import { ownDelivery } from '../domain/own-delivery.js';
import { EndpointsRepository, FollowingEndpoint } from '../endpoints/endpoints.repository.js';
import { PauseEndpoint } from '../endpoints/pause-endpoint.service.js';

const BATCH = 500;
/** An endpoint that is down lets the sequence of events wait for it, instead of copying it. */
const MAX_PENDING = 10_000;
/** How often it is asked whether what an endpoint stands at still exists. */
const LOOK_BACK_MS = 30_000;
/** How often what waits is counted. */
const COUNT_EVERY_MS = 1_000;
/** What a receiver reads anew after a `webhook.reset`. */
const REFETCHABLE = ['chats', 'messages', 'channels', 'templates'];

/**
 * Makes deliveries of what has happened since each endpoint's position. The position goes on in the same transaction, and only from
 * where it was read: any number of processes do this at once, and no event is lost or laid out twice.
 */
@Injectable()
export class PlanDeliveries {
  private lookedBackAt = -Infinity;
  private countedAt = -Infinity;
  private full: ReadonlySet<number> = new Set();

  constructor(
    private readonly dataSource: DataSource,
    private readonly endpoints: EndpointsRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly log: EventLogService,
    private readonly pauses: PauseEndpoint,
    private readonly clock: Clock,
  ) {}

  /** Whether there may be more to do at once. */
  async run(): Promise<boolean> {
    const all = await this.endpoints.findFollowing();
    for (const { id } of all.filter(({ isOwned }) => !isOwned)) await this.pauses.pauseByItself(id, 'owner_lost');
    const full = await this.findFull();
    // Nothing is read for what could not take it.
    const ready = all.filter(({ id, isOwned }) => isOwned && !full.has(id));
    const groups = Map.groupBy(ready, ({ position }) => position);
    const isLookBackDue = performance.now() - this.lookedBackAt >= LOOK_BACK_MS;
    let hasMore = false;
    for (const [position, group] of groups) hasMore = (await this.follow(position, group, isLookBackDue)) || hasMore;
    if (isLookBackDue) this.lookedBackAt = performance.now();
    return hasMore;
  }

  /** As it was a moment ago; who became full since is refused when it is moved on. */
  private async findFull(): Promise<ReadonlySet<number>> {
    if (performance.now() - this.countedAt < COUNT_EVERY_MS) return this.full;
    this.countedAt = performance.now();
    this.full = new Set(await this.endpoints.findFull(MAX_PENDING));
    return this.full;
  }

  /** Endpoints that stand at the same place read it once. */
  private async follow(
    position: string,
    group: readonly FollowingEndpoint[],
    isLookBackDue: boolean,
  ): Promise<boolean> {
    const from = decodeEventPosition(position);
    const events = from === undefined ? [] : await this.log.after(from, BATCH);
    const last = events.at(-1);
    // After they were read: what is still known then was known when they were.
    if (last !== undefined || isLookBackDue) {
      const state = from === undefined ? 'unknown' : await this.log.state(from);
      if (state !== 'ok') return this.reset(position, group, state);
    }
    if (last === undefined) return false;
    const to = encodeEventPosition(last.position);
    let hasMoved = false;
    for (const { id, filter } of group) {
      const wanted = events.filter((event) => wants(filter, event)).map(toDelivery);
      hasMoved = (await this.move(id, { from: position, to }, wanted)) || hasMoved;
    }
    return hasMoved && events.length === BATCH;
  }

  private move(id: number, way: { from: string; to: string }, wanted: readonly NewDelivery[]): Promise<boolean> {
    return transaction(this.dataSource, async (manager) => {
      const isOurs = await this.endpoints.advance(manager, id, way, MAX_PENDING);
      if (isOurs) await this.deliveries.insert(manager, id, wanted, this.clock.now());
      return isOurs;
    });
  }

  /** Events are kept for three days, and a restored database has none: whoever has missed some is told, and goes on from now. */
  private async reset(
    position: string,
    group: readonly FollowingEndpoint[],
    reason: 'too_old' | 'unknown',
  ): Promise<boolean> {
    const to = encodeEventPosition(await this.log.head());
    const data = { reason, refetch: REFETCHABLE };
    const told = ownDelivery('webhook.reset', `reset_${to}`, this.clock.now(), data);
    let hasMoved = false;
    for (const { id } of group) hasMoved = (await this.move(id, { from: position, to }, [told])) || hasMoved;
    // Those with too much waiting stay where they are, and are looked at with the next events.
    return hasMoved;
  }
}

function toDelivery({ position, ...event }: StoredEvent): NewDelivery {
  return { ...event, eventId: encodeEventPosition(position) };
}
