import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ChannelsService } from '../../channels/channels.service.js';
import { ChatForSend, ChatsService } from '../../chats/chats.service.js';
import { assertWindowOpen } from '../../chats/domain/assert-window-open.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { AcquiredFile, MediaService } from '../../media/media.service.js';
import type { GraphChannel } from '../../waba-gateway/graph.types.js';
import { OutgoingState } from '../outgoing.repository.js';
import { AttemptRunner } from './attempt-runner.service.js';
import { PendingMessages } from './pending-messages.service.js';
import type { SendOptions } from './send-options.js';
import type { SendRequest } from './send-request.js';

export interface SendResult {
  state: OutgoingState;
  /** True when the key was used before and this is the message it made then. */
  isReplay: boolean;
}

interface Ready {
  chat: ChatForSend;
  channel: GraphChannel;
  file: AcquiredFile | null;
}

/** A request waits so long for Graph; then it is answered 202 and the work goes on. */
const WAIT_FOR_GRAPH_MS = 10_000;

@Injectable()
export class SendMessageService {
  constructor(
    private readonly chats: ChatsService,
    private readonly channels: ChannelsService,
    private readonly media: MediaService,
    private readonly pending: PendingMessages,
    private readonly runner: AttemptRunner,
    private readonly clock: Clock,
  ) {}

  /** Stores the message, hands it to WhatsApp and tells how far it came. Throws before anything is stored where it may not be sent. */
  async send(
    user: AuthUser,
    request: SendRequest,
    options: Pick<SendOptions, 'isAsync' | 'origin'>,
  ): Promise<SendResult> {
    const replay = await this.pending.findReplay(user.id, request);
    if (replay !== undefined) return { state: replay, isReplay: true };
    const ready = await this.prepare(user, request);
    const attemptId = randomUUID();
    const { origin } = options;
    const stored = await this.pending.store({
      userId: user.id,
      request,
      ...ready,
      attemptId,
      origin,
      now: this.clock.now(),
    });
    if (stored === undefined) return this.send(user, request, options);
    const { chat, channel } = ready;
    const attempt = { id: attemptId, messageId: stored.messageId, chatId: chat.id, channelId: chat.channelId };
    const done = this.runner.run({ attempt, channel, to: chat.recipient, request, mediaId: stored.mediaId });
    if (!options.isAsync) await waitAtMost(done, WAIT_FOR_GRAPH_MS);
    return { state: await this.pending.stateOf(stored.messageId), isReplay: false };
  }

  private async prepare(user: AuthUser, request: SendRequest): Promise<Ready> {
    const chat = await this.chats.findForSend(user.id, request.chatId);
    if (chat === undefined) throw new ApiError('CHAT_NOT_FOUND');
    const { phoneNumberId, accessToken } = await this.channels.credentialsOf(chat.channelId);
    if (accessToken === null) throw new ApiError('WABA_NOT_CONFIGURED');
    assertWindowOpen(chat, this.clock.now());
    const file = request.type === 'text' ? null : await this.media.acquire(request.mediaUrl ?? '', request.type);
    return { chat, channel: { phoneNumberId, accessToken }, file };
  }
}

async function waitAtMost(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
