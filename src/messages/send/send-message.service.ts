import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ChannelsService } from '../../channels/channels.service.js';
import { assertReachable } from '../../chats/domain/assert-reachable.js';
import { assertMayLeave, needsWindow } from '../../chats/domain/assert-window-open.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { failpoint } from '../../common/failpoint.js';
import { AcquiredFile, MediaService, type MediaSource } from '../../media/media.service.js';
import { HandOver } from '../dispatch/hand-over.service.js';
import { EnteredMessage } from '../dispatch/queue-entry.service.js';
import { OutgoingState } from '../outgoing.repository.js';
import { MessageToStore, PendingMessages } from './pending-messages.service.js';
import { assertSchedulable } from './schedule-limits.js';
import type { SendOptions } from './send-options.js';
import type { SendRequest } from './send-request.js';
import { SendTargetService } from './send-target.service.js';

export interface SendResult {
  state: OutgoingState;
  /** True when the key was used before and this is the message it made then. */
  isReplay: boolean;
}

@Injectable()
export class SendMessageService {
  constructor(
    private readonly target: SendTargetService,
    private readonly channels: ChannelsService,
    private readonly media: MediaService,
    private readonly pending: PendingMessages,
    private readonly handOver: HandOver,
    private readonly clock: Clock,
  ) {}

  /** Stores the message, hands it to WhatsApp and tells how far it came. Throws before anything is stored where it may not be sent. */
  async send(
    user: AuthUser,
    request: SendRequest,
    options: Pick<SendOptions, 'isAsync' | 'origin'>,
  ): Promise<SendResult> {
    const replay = await this.pending.findReplay(user.id, request, this.clock.now());
    if (replay !== undefined) return { state: replay, isReplay: true };
    const message = await this.prepare(user, request, options);
    failpoint('a0');
    const stored = await this.store(message);
    failpoint('a2');
    if (stored === undefined) return this.send(user, request, options);
    const { chat } = message;
    const isAsync = options.isAsync || request.scheduledAt !== null;
    const state = await this.handOver.after({ chatId: chat.id, channelId: chat.channelId }, stored, isAsync);
    return { state, isReplay: false };
  }

  private async store(message: MessageToStore): Promise<EnteredMessage | undefined> {
    try {
      return await this.pending.store(message);
    } catch (error) {
      if (isDatabaseAway(error)) this.handOver.abandon(message.attemptId);
      throw error;
    }
  }

  private async prepare(
    user: AuthUser,
    request: SendRequest,
    { origin }: Pick<SendOptions, 'origin'>,
  ): Promise<MessageToStore> {
    const { scheduledAt } = request;
    const now = this.clock.now();
    assertSchedulable(scheduledAt, now);
    const chat = await this.target.find(user, request, origin);
    const { accessToken, rateClass } = await this.channels.credentialsOf(chat.channelId);
    if (accessToken === null) throw new ApiError('WABA_NOT_CONFIGURED');
    assertReachable(chat);
    if (needsWindow(request.type)) assertMayLeave(chat, scheduledAt, now);
    const linked = await this.target.link(chat, request);
    // Also of what leaves much later: a dead link is told at once.
    const file = linked.file === null ? null : await this.media.acquire(sourceOf(user, linked), linked.file);
    const cardFiles: AcquiredFile[] = [];
    for (const card of linked.cardFiles ?? []) {
      cardFiles.push(await this.media.acquire({ url: card.mediaUrl }, card.file));
    }
    // Whether a template may leave is asked when it does: see `TemplateGate`.
    const isPlain = file === null && scheduledAt === null && request.type !== 'template';
    const mayLeave = isPlain && (await this.handOver.mayLeaveNow(chat.channelId, rateClass));
    return {
      userId: user.id,
      request: linked,
      chat,
      file,
      cardFiles,
      mayLeave,
      attemptId: randomUUID(),
      origin,
      tellTime: () => this.clock.now(),
    };
  }
}

function sourceOf(user: AuthUser, { mediaId, mediaUrl }: SendRequest): MediaSource {
  return mediaId === null ? { url: mediaUrl ?? '' } : { uploadId: mediaId, userId: user.id };
}
