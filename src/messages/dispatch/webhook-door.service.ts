import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';

/** Since when Meta could tell us what became of messages: since the start, or since the database took webhooks again. */
@Injectable()
export class WebhookDoor {
  private openSince: Date;

  constructor(private readonly clock: Clock) {
    this.openSince = clock.now();
  }

  /** A webhook could not be kept: whatever it told, we have not heard it. */
  markShut(): void {
    this.openSince = this.clock.now();
  }

  /** The later of `instant` and the moment from which we have been hearing. */
  heardSince(instant: Date): Date {
    return instant > this.openSince ? instant : this.openSince;
  }
}
