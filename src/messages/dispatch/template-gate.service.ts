import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AccountReachService } from '../../channels/account/account-reach.service.js';
import { MarketingService } from '../../chats/marketing.service.js';
import { asObject, asText } from '../../waba-gateway/protocol/json-fields.js';
import { TemplatesService } from '../../templates/templates.service.js';
import type { OwnFailure } from '../domain/message-error.js';
import type { QueuedChat, QueueHead } from './chat-queue.repository.js';

/** Templates wait for a place so long; then the operator is to decide anew. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1000;

/** What is asked of a template once more when it leaves: hours or weeks may lie between that and the request. */
@Injectable()
export class TemplateGate {
  constructor(
    private readonly templates: TemplatesService,
    private readonly marketing: MarketingService,
    private readonly reach: AccountReachService,
  ) {}

  /** Why it may not be sent any more; undefined where it may. */
  async obstacle(manager: EntityManager, chat: QueuedChat, head: QueueHead): Promise<OwnFailure | undefined> {
    const { name, language } = head.details;
    const code = asText(asObject(language)?.code) ?? '';
    const isMarketing = await this.templates.isMarketing(manager, chat.channelId, asText(name) ?? '', code);
    return isMarketing && (await this.marketing.isOptedOut(manager, chat.chatId)) ? 'RECIPIENT' : undefined;
  }

  /**
   * Takes a place in the account's messaging limit: null where there was one. Else when to ask again, or that it has waited too long.
   * Waiting beats a refusal: nobody can say when a place comes free better than we can, and whoever does not want to wait can cancel.
   */
  async place(
    manager: EntityManager,
    chat: QueuedChat,
    head: QueueHead,
    now: Date,
  ): Promise<Date | 'MESSAGING_LIMIT' | null> {
    const until = await this.reach.take(manager, chat, now);
    const since = head.nextAt ?? now;
    return until !== null && now.getTime() - since.getTime() >= MAX_WAIT_MS ? 'MESSAGING_LIMIT' : until;
  }
}
