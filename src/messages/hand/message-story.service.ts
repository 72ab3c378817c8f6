import { Injectable } from '@nestjs/common';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiError } from '../../common/errors/api-error.js';
import { Language } from '../../common/errors/localized-text.js';
import { tellStory } from '../domain/story.js';
import { nextAttemptAt, substateOf } from '../domain/substate.js';
import { MessagesRepository } from '../messages.repository.js';
import type { MessageStoryDto } from './message-hand.dto.js';
import { StoryRepository } from './story.repository.js';

const NOT_YET = { pausedAt: null, waitsUntil: null };

@Injectable()
export class MessageStoryService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly repository: StoryRepository,
  ) {}

  /** What happened to a message, in sentences. 404 for what the user may not see. */
  async tell(user: AuthUser, messageId: number, language: Language): Promise<MessageStoryDto> {
    const row = await this.messages.findForUser(user.id, { id: messageId });
    if (row === undefined) throw new ApiError('MESSAGE_NOT_FOUND');
    const [attempts, receipts, deeds, pausedAt] = await Promise.all([
      this.repository.findAttempts(messageId),
      this.repository.findReceipts(messageId),
      this.repository.findDeeds(messageId),
      this.repository.findPausedAt(messageId),
    ]);
    const { direction, origin, timestamp, scheduledAt, senderEmail: sender } = row;
    const facts = { direction, origin, timestamp, scheduledAt, sender, attempts, receipts, deeds };
    // Before its time it waits for nothing else.
    const waits = substateOf(row) === 'scheduled' ? NOT_YET : { pausedAt, waitsUntil: nextAttemptAt(row) };
    const story = tellStory({ ...facts, ...waits });
    return {
      messageId,
      story: story.map(({ at, text, kind }) => ({ at: at.toISOString(), text: text[language], kind })),
    };
  }
}
