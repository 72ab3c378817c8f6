import { Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { EventFeed } from '../../realtime/event-feed.service.js';
import { DeliveryWorker } from './delivery-worker.service.js';

/** Lets the worker look at once when something has happened. */
@Injectable()
export class WakeOnEvents implements OnApplicationBootstrap, OnModuleDestroy {
  private end: (() => void) | undefined;

  constructor(
    private readonly feed: EventFeed,
    private readonly worker: DeliveryWorker,
  ) {}

  onApplicationBootstrap(): void {
    this.end = this.feed.subscribe(() => this.worker.wake());
  }

  onModuleDestroy(): void {
    this.end?.();
  }
}
