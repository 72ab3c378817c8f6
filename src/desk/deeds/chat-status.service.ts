import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ChatAccessService } from '../../chats/chat-access.service.js';
import { ChatsService } from '../../chats/chats.service.js';
import { Clock } from '../../common/clock.js';
import { transaction } from '../../database/transaction.js';
import { ChatDeedRecorder } from '../../chats/chat-deed-recorder.service.js';

const DEEDS = { open: 'chat.reopened', closed: 'chat.closed' } as const;

@Injectable()
export class ChatStatusService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly access: ChatAccessService,
    private readonly chats: ChatsService,
    private readonly recorder: ChatDeedRecorder,
    private readonly clock: Clock,
  ) {}

  /**
   * Closes or reopens a chat; one that is so already stays as it is. Under the chat's lock: of a close and a message of the customer
   * that meet, the later one decides. Throws 404 `CHAT_NOT_FOUND`.
   */
  async set(actor: AuthUser, chatId: number, status: 'open' | 'closed', origin: RequestOrigin): Promise<void> {
    await transaction(this.dataSource, async (manager) => {
      const chat = await this.access.lock(manager, actor.id, chatId);
      if (chat.status === status) return;
      const now = this.clock.now();
      await this.chats.setStatus(manager, chatId, status, now);
      const { channelId } = chat;
      await this.recorder.record(manager, { action: DEEDS[status], actor, chatId, channelId, origin, now });
    });
  }
}
