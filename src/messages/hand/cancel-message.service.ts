import { Injectable } from '@nestjs/common';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { cancelRefusal } from '../domain/hand-rules.js';
import { CancelCommit } from './cancel-commit.service.js';
import { HandRepository } from './hand.repository.js';

@Injectable()
export class CancelMessageService {
  constructor(
    private readonly repository: HandRepository,
    private readonly commit: CancelCommit,
    private readonly clock: Clock,
  ) {}

  /** Throws 404 `MESSAGE_NOT_FOUND`, 409 `MESSAGE_STATE` where it does not wait any more. */
  async cancel(actor: AuthUser, messageId: number, origin: RequestOrigin): Promise<void> {
    const chat = await this.repository.findChatForUser(actor.id, messageId);
    if (chat === undefined) throw new ApiError('MESSAGE_NOT_FOUND');
    const tellTime = (): Date => this.clock.now();
    if ((await this.commit.store({ actor, chat, messageId, origin, tellTime })) === 0) throw cancelRefusal();
  }
}
