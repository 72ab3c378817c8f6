import { Injectable } from '@nestjs/common';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { serviceWindow } from '../../chats/domain/service-window.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { Language } from '../../common/errors/localized-text.js';
import { toReferral } from '../../messages/domain/referral.js';
import { MessageViewService } from '../../messages/message-view.service.js';
import type { HistoryMessageDto } from '../../messages/message.dto.js';
import type { ChatDto } from './chat.dto.js';
import { ChatRow, ChatRowsRepository } from './chat-rows.repository.js';

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
    const rows = new Map((await this.rows.findForUser(user.id, chatIds)).map((row) => [row.id, row]));
    const lastIds = Array.from(rows.values(), ({ lastMessageId }) => lastMessageId).filter((id) => id !== null);
    const messages = await this.messages.show(user, lastIds, language);
    return chatIds.flatMap((id) => {
      const row = rows.get(id);
      return row === undefined ? [] : [this.toChat(row, messages.get(row.lastMessageId ?? 0) ?? null)];
    });
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
