import { describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { FakeClock } from '../../common/clock.js';
import { Logger } from '../../common/logger.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveryJanitor } from './delivery-janitor.service.js';

/** Has more to do than a batch, for ever. */
class EndlessDeliveries extends DeliveriesRepository {
  readonly done: string[] = [];
  onBatch: () => Promise<void> = async () => undefined;

  constructor() {
    super(new DataSource({ type: 'postgres' }));
  }

  override async giveUpForgotten(_before: Date, _now: Date, limit: number): Promise<number> {
    this.done.push('given up');
    await this.onBatch();
    return limit;
  }

  override async removeOld(_before: object, limit: number): Promise<number> {
    this.done.push('removed');
    return limit;
  }
}

describe('DeliveryJanitor', () => {
  it('ends with the batch it is at where the process is to end', async () => {
    const deliveries = new EndlessDeliveries();
    const clock = new FakeClock(new Date('2026-03-01T12:00:00.000Z'));
    const janitor = new DeliveryJanitor(deliveries, clock, new Logger('silent'));
    let ending: Promise<void> | undefined;
    deliveries.onBatch = async () => {
      // A janitor that goes on all the same must not hang this test.
      if (deliveries.done.length > 2) throw new Error('one batch too many');
      if (deliveries.done.length === 2) ending = janitor.beforeApplicationShutdown();
    };
    await janitor.sweep();
    await ending;
    expect(deliveries.done).toEqual(['given up', 'given up']);
  });
});
