import { Injectable } from '@nestjs/common';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { serviceWindow } from '../../chats/domain/service-window.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { Language } from '../../common/errors/localized-text.js';
import { toReferral } from '../../messages/domain/referral.js';
import { MessageSketch, MessageViewService } from '../../messages/message-view.service.js';
import type { HistoryMessageDto } from '../../messages/message.dto.js';
import type { ChatDto } from './chat.dto.js';
import { ChatRow, ChatRowsRepository } from './chat-rows.repository.js';

/** A chat read once for many readers. */
export interface ChatSketch {
  /** Its last message has the link of a file, which is each reader's own. */
  hasLink: boolean;
  show(user: Pick<AuthUser, 'id'>, language: Language): ChatDto;
}

/** Chats as every door shows them. */
@Injectable()
export class ChatViewService {
  constructor(
    private readonly rows: ChatRowsRepository,
    private readonly messages: MessageViewService,
    private readonly clock: Clock,
  ) {}

  /** Throws 404 `CHAT_NOT_FOUND` for what the user may not see. */
  async one(user: Pick<AuthUser, 'id'>, chatId: number, language: Language): Promise<ChatDto> {
    const [chat] = await this.show(user, [chatId], language);
    if (chat === undefined) throw new ApiError('CHAT_NOT_FOUND');
    return chat;
  }

  /** In the order given; what the user may not see is left out. */
  async show(user: Pick<AuthUser, 'id'>, chatIds: readonly number[], language: Language): Promise<ChatDto[]> {
    if (chatIds.length === 0) return [];
    const sketches = await this.draw(await this.rows.findForUser(user.id, chatIds));
    return chatIds.flatMap((id) => sketches.get(id)?.show(user, language) ?? []);
  }

  /** By id; what does not exist is left out. Access is the caller's question. */
  async sketch(chatIds: readonly number[]): Promise<Map<number, ChatSketch>> {
    return chatIds.length === 0 ? new Map() : this.draw(await this.rows.findByIds(chatIds));
  }

  private async draw(rows: readonly ChatRow[]): Promise<Map<number, ChatSketch>> {
    const lastIds = rows.flatMap(({ lastMessageId }) => lastMessageId ?? []);
    const messages = await this.messages.sketch(lastIds);
    return new Map(rows.map((row) => [row.id, this.toSketch(row, messages.get(row.lastMessageId ?? 0))]));
  }

  private toSketch(row: ChatRow, last: MessageSketch | undefined): ChatSketch {
    return {
      hasLink: last?.hasLink === true,
      show: (user, language) => this.toChat(row, last?.show(user, language) ?? null),
    };
  }

  private toChat(row: ChatRow, lastMessage: HistoryMessageDto | null): ChatDto {
    const { open, expiresAt, lastInboundAt } = serviceWindow(row, this.clock.now());
    return {
      id: row.id,
      channel: { id: row.channelId, name: row.channelName },
      customer: {
        id: row.customerId,
        name: row.customerName,
        phone: row.phone,
        bsuid: row.bsuid,
        username: row.username,
      },
      lastMessage,
      unreadCount: row.unreadCount,
      window: {
        open,
        expiresAt: expiresAt?.toISOString() ?? null,
        lastInboundAt: lastInboundAt?.toISOString() ?? null,
      },
      assignee:
        row.assigneeId === null || row.assigneeEmail === null ? null : { id: row.assigneeId, email: row.assigneeEmail },
      labels: row.labels,
      status: row.status,
      blocked: row.blockedAt !== null,
      mergedInto: row.mergedInto,
      referral: toReferral(row.referral),
      lastActivityAt: row.lastActivityAt.toISOString(),
    };
  }
}
