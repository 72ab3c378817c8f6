import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { RateLimitsService } from '../graph/rate-limits.service.js';
import { PhonesService } from '../phones/phones.service.js';
import { SimulatedNumber } from '../simulator-options.js';
import { makeWamid } from '../wamid.js';
import { envelopeOf, WebhookValue } from '../webhooks/envelope.js';
import { inboundValue } from '../webhooks/inbound-value.js';
import { OutgoingWebhooksService } from '../webhooks/outgoing-webhooks.service.js';
import { Customer } from './customer.js';
import { CustomersService } from './customers.service.js';

export interface Writing {
  number: SimulatedNumber;
  customer: Customer;
  isPhoneVisible: boolean;
  type: string;
  parts: WebhookValue;
  /** When they wrote, by Meta's clock; now where it is not given. */
  at?: number;
}

/** Lets customers write. */
@Injectable()
export class InboundService {
  constructor(
    private readonly customers: CustomersService,
    private readonly webhooks: OutgoingWebhooksService,
    private readonly limits: RateLimitsService,
    private readonly clock: Clock,
    private readonly phones: PhonesService,
  ) {}

  /** Opens the service window and posts the webhook. `webhookStatus` is the answer to the first attempt, null for none. */
  async write(writing: Writing): Promise<{ wamid: string; webhookStatus: number | null }> {
    const { number, customer, type } = writing;
    const at = writing.at ?? this.clock.millis();
    const address = writing.isPhoneVisible && customer.waId !== null ? customer.waId : customer.bsuid;
    const wamid = makeWamid(address, 'inbound');
    // Changes of number or identity arrive as messages, but nobody wrote them.
    if (type !== 'system') {
      this.customers.wrote(customer, number.phoneNumberId, at);
      this.phones.wrote(customer, { wamid, type, content: writing.parts, at });
    }
    this.limits.receive(number);
    const value = inboundValue({ ...writing, wamid, at });
    const label = `${type} from ${address}`;
    const webhookStatus = await this.webhooks.deliver(customer, envelopeOf(number.wabaId, value), label);
    if (webhookStatus === 200) this.phones.tick(customer, wamid, 'delivered');
    return { wamid, webhookStatus };
  }
}
