import { Injectable } from '@nestjs/common';
import { SimulatorSettings } from '../simulator-settings.js';
import { envelopeOf } from '../webhooks/envelope.js';
import { MessagingLimitService } from '../graph/messaging-limit.service.js';
import { WebhookSenderService } from '../webhooks/webhook-sender.service.js';
import { TemplateStoreService } from '../templates/template-store.service.js';
import { WebhookDto } from './control-requests.dto.js';

/** Posts what Meta might post one day. */
@Injectable()
export class RawWebhookService {
  constructor(
    private readonly settings: SimulatorSettings,
    private readonly sender: WebhookSenderService,
    private readonly templates: TemplateStoreService,
    private readonly limit: MessagingLimitService,
  ) {}

  /** All copies at once, each tried once. 0 stands for no answer. */
  async post({ value, field, copies, wabaId }: WebhookDto): Promise<{ webhookStatus: number[] }> {
    this.templates.follow(field, value);
    this.limit.follow(field, value);
    const envelope = envelopeOf(wabaId ?? this.settings.phoneNumbers[0]?.wabaId ?? '0', value, field);
    const posts = Array.from({ length: copies }, () => this.sender.post(envelope, `webhook ${field}`));
    const statuses = await Promise.all(posts);
    return { webhookStatus: statuses.map((status) => status ?? 0) };
  }
}
