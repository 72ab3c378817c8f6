import { Injectable } from '@nestjs/common';
import { CustomersService } from '../customers/customers.service.js';
import { FaultsService } from '../faults.service.js';
import { MediaStoreService } from '../graph/media-store.service.js';
import { SchedulerService } from '../scheduler.service.js';
import { TrafficService } from '../traffic.service.js';
import { WebhookSenderService } from '../webhooks/webhook-sender.service.js';

/** Back to the state after the start. The clock alone keeps going: whoever shares it must not see it run backwards. */
@Injectable()
export class ResetService {
  constructor(
    private readonly scheduler: SchedulerService,
    private readonly sender: WebhookSenderService,
    private readonly customers: CustomersService,
    private readonly media: MediaStoreService,
    private readonly traffic: TrafficService,
    private readonly faults: FaultsService,
  ) {}

  reset(): void {
    const parts = [this.scheduler, this.sender, this.customers, this.media, this.traffic, this.faults];
    for (const part of parts) part.reset();
  }
}
