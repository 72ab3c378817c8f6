import { Injectable } from '@nestjs/common';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import type { UnreadDto } from './unread.dto.js';
import { UnreadRepository } from './unread.repository.js';

@Injectable()
export class CountUnreadService {
  constructor(private readonly unread: UnreadRepository) {}

  async count(user: Pick<AuthUser, 'id'>): Promise<UnreadDto> {
    const row = await this.unread.countForUser(user.id);
    return {
      chats: row.chats,
      messages: row.messages,
      mine: { chats: row.mineChats, messages: row.mineMessages },
      unassigned: { chats: row.unassignedChats, messages: row.unassignedMessages },
    };
  }
}
