import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ChannelsService } from '../../channels/channels.service.js';
import { ChatForSend, ChatsService } from '../../chats/chats.service.js';
import { assertNotMerged } from '../../chats/domain/assert-reachable.js';
import { serviceWindow } from '../../chats/domain/service-window.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import type { Language } from '../../common/errors/localized-text.js';
import { transaction } from '../../database/transaction.js';
import { GraphClientService } from '../../waba-gateway/graph-client.service.js';
import { ChatChangeService } from '../chat-change.service.js';
import { blockFailure, cannotBlockNow, noAnswer } from './block-failure.js';

export interface BlockDeed {
  actor: AuthUser;
  chatId: number;
  isBlocked: boolean;
  origin: RequestOrigin;
  language: Language;
}

@Injectable()
export class BlockCustomerService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chats: ChatsService,
    private readonly channels: ChannelsService,
    private readonly graph: GraphClientService,
    private readonly changes: ChatChangeService,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts the customer on the block list of the chat's number, or takes them off it; who is where they are to be stays there. Our row
   * changes only when WhatsApp agreed. Throws 404 `CHAT_NOT_FOUND`, 409 `CHAT_MERGED` or `WINDOW_CLOSED`, 500 `WABA_NOT_CONFIGURED`,
   * and what WhatsApp refuses.
   */
  async set(deed: BlockDeed): Promise<void> {
    const { actor, chatId, isBlocked, language } = deed;
    const chat = await this.chats.findForSend(actor.id, chatId);
    if (chat === undefined) throw new ApiError('CHAT_NOT_FOUND');
    assertNotMerged(chat.mergedInto);
    if ((chat.blockedAt !== null) === isBlocked) return;
    if (isBlocked && !serviceWindow(chat, this.clock.now()).open) throw cannotBlockNow();
    const { phoneNumberId, accessToken } = await this.channels.credentialsOf(chat.channelId);
    if (accessToken === null) throw new ApiError('WABA_NOT_CONFIGURED');
    const outcome = await this.graph.setBlocked({ phoneNumberId, accessToken }, userOf(chat), isBlocked);
    if (outcome.kind === 'refused') throw blockFailure(outcome.error, language);
    if (outcome.kind === 'failed') throw noAnswer();
    await transaction(this.dataSource, (manager) => this.keep(manager, chat, deed));
  }

  private async keep(
    manager: EntityManager,
    chat: ChatForSend,
    { actor, isBlocked, origin }: BlockDeed,
  ): Promise<void> {
    const { channelId } = chat;
    const facts = await this.chats.lock(manager, chat.id);
    // It may have been merged while WhatsApp was asked: who is blocked is the person, over this number.
    const id = facts?.mergedInto ?? chat.id;
    if (!(await this.chats.setBlocked(manager, id, isBlocked, this.clock.now()))) return;
    const action = isBlocked ? 'customer.blocked' : 'customer.unblocked';
    await this.changes.record(manager, { actor, action, chat: { id, channelId }, origin });
  }
}

function userOf({ recipient: { waId, bsuid } }: ChatForSend): string {
  if (waId !== undefined) return /^\d+$/.test(waId) ? `+${waId}` : waId;
  if (bsuid === undefined) throw new ApiError('RECIPIENT');
  return bsuid;
}
