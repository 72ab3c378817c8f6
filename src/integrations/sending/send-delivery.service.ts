import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { SecretCipher } from '../../common/secret-cipher.js';
import { EventViewService } from '../../realtime/event-view.service.js';
import { ClaimedDelivery, storedEventOf } from '../deliveries/deliveries.repository.js';
import type { AttemptResult } from '../domain/delivery-state.js';
import { signedHeaders, signingSecrets } from '../domain/signature.js';
import { secretPlace } from '../endpoints/secret-place.js';
import { WebhookClient } from './webhook-client.js';

/** Sends one delivery once. What it says is read now: nothing of customers' words is stored for it, and links in it are fresh. */
@Injectable()
export class SendDelivery {
  /** Receivers compare `webhook-timestamp` with their own clock, which no sandbox moves. */
  private readonly wall = new Clock();

  constructor(
    private readonly views: EventViewService,
    private readonly client: WebhookClient,
    private readonly cipher: SecretCipher,
    private readonly clock: Clock,
  ) {}

  /** Undefined where there is nothing to show any more: the chat or the message is gone. */
  async run(delivery: ClaimedDelivery): Promise<AttemptResult | undefined> {
    const body = await this.bodyOf(delivery);
    if (body === undefined) return undefined;
    const { id, endpointId, eventId, url } = delivery;
    const secrets = signingSecrets(delivery.secrets, this.clock.now()).map(({ sealed }) =>
      this.cipher.decrypt(secretPlace(endpointId), sealed),
    );
    const now = this.wall.now();
    const headers = {
      ...signedHeaders({ id: eventId, body, at: now }, secrets),
      'webhook-delivery': String(id),
      'webhook-attempt': String(delivery.begun),
    };
    return this.client.post({ url, headers, body, now });
  }

  private async bodyOf(delivery: ClaimedDelivery): Promise<string | undefined> {
    const event = storedEventOf(delivery);
    if (event === undefined) {
      const { eventId: id, type, version, occurredAt, chatId, data } = delivery;
      return JSON.stringify({ id, type, version, occurredAt: occurredAt.toISOString(), chatId, data });
    }
    if (delivery.ownerId === null) return undefined;
    const [shown] = await this.views.render([event], { id: delivery.ownerId }, 'en');
    return shown === undefined || shown.type === 'chat.access_lost' ? undefined : JSON.stringify(shown);
  }
}
