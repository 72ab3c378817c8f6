import { Injectable } from '@nestjs/common';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ChannelsService } from '../../channels/channels.service.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { HandOver } from '../dispatch/hand-over.service.js';
import type { SendResult } from '../send/send-message.service.js';
import type { SendOptions } from '../send/send-options.js';
import { HandRepository } from './hand.repository.js';
import { RetryCommit } from './retry-commit.service.js';

export interface RetryRequest extends Pick<SendOptions, 'isAsync' | 'origin'> {
  messageId: number;
  acceptDuplicate: boolean;
}

@Injectable()
export class RetryMessageService {
  constructor(
    private readonly repository: HandRepository,
    private readonly channels: ChannelsService,
    private readonly commit: RetryCommit,
    private readonly handOver: HandOver,
    private readonly clock: Clock,
  ) {}

  /** Sends a failed message again and tells how far it came, as a send does. Throws where it may not be; then nothing has changed. */
  async retry(user: AuthUser, { messageId, acceptDuplicate, isAsync, origin }: RetryRequest): Promise<SendResult> {
    const chat = await this.repository.findChatForUser(user.id, messageId);
    if (chat === undefined) throw new ApiError('MESSAGE_NOT_FOUND');
    const { accessToken } = await this.channels.credentialsOf(chat.channelId);
    if (accessToken === null) throw new ApiError('WABA_NOT_CONFIGURED');
    const tellTime = (): Date => this.clock.now();
    const entered = await this.commit.store({ actor: user, chat, messageId, acceptDuplicate, origin, tellTime });
    return { state: await this.handOver.after(chat, entered, isAsync), isReplay: false };
  }
}
