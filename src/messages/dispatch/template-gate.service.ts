import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AccountReachService } from '../../channels/account/account-reach.service.js';
import { MarketingService } from '../../chats/marketing.service.js';
import { asObject, asText } from '../../waba-gateway/protocol/json-fields.js';
import { TemplatesService } from '../../templates/templates.service.js';
import type { OwnFailure } from '../domain/message-error.js';
import { askAgainAt } from '../domain/messaging-limit-wait.js';
import type { QueuedChat, QueueHead } from './chat-queue.repository.js';

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

  /** Whether who needs a place in the messaging limit will hardly find one. */
  isFull({ channelId }: QueuedChat): Promise<boolean> {
    return this.reach.isFull(channelId);
  }

  /**
   * Takes a place in the account's messaging limit: null where there was one. Else when to ask again, or that it has waited too long.
   * Waiting beats a refusal: nobody can say when a place comes free better than we can, and whoever does not want to wait can cancel.
   */
  async place(
    manager: EntityManager,
    chat: QueuedChat,
    { limitedAt }: QueueHead,
    now: Date,
  ): Promise<Date | 'MESSAGING_LIMIT' | null> {
    if (await this.reach.take(manager, chat, now)) return null;
    return askAgainAt(chat.chatId, limitedAt ?? now, now) ?? 'MESSAGING_LIMIT';
  }
}
