import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ChannelsService } from '../../channels/channels.service.js';
import { Clock } from '../../common/clock.js';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { failpoint } from '../../common/failpoint.js';
import type { GraphChannel } from '../../waba-gateway/graph.types.js';
import { QueuedChat, QueueHead } from './chat-queue.repository.js';
import { NextPost, NextStep } from './next-post.service.js';
import { NumberRate } from './number-rate.service.js';
import { MadeTry, OutcomeRecorder } from './outcome-recorder.service.js';
import { Poster } from './poster.service.js';

const DATABASE_PAUSE_MS = 500;

/** One leased chat in the hands of this process. */
export interface Shift {
  chat: QueuedChat;
  owner: string;
  /** False when the process is to stop after the message in hand. */
  mayGoOn: () => boolean;
  /** Hears of every message something became of. */
  tell: (messageId: number) => void;
}

/** Works through one chat that is leased to this process, message by message in the order written, until nothing is due. */
@Injectable()
export class ChatWorker {
  constructor(
    private readonly channels: ChannelsService,
    private readonly next: NextPost,
    private readonly poster: Poster,
    private readonly recorder: OutcomeRecorder,
    private readonly rate: NumberRate,
    private readonly clock: Clock,
  ) {}

  /** `started` is a message whose posting is committed already. Resolves when the lease is given back or lost. */
  async run(shift: Shift, started?: QueueHead): Promise<void> {
    let isHeld = started === undefined || (await this.post(shift, started));
    while (isHeld && shift.mayGoOn()) isHeld = await outlast(() => this.step(shift), shift);
  }

  private async step(shift: Shift): Promise<boolean> {
    const step = await this.nextStep(shift);
    if (step.kind === 'upload') return this.upload(shift, step.head);
    return step.kind === 'post' ? this.post(shift, step.head) : step.kind === 'again';
  }

  /** Tokens are for what leaves: thousands who wait for a place in the messaging limit take none from those who need none. */
  private async nextStep({ chat, owner }: Shift): Promise<NextStep> {
    if (await this.next.isDoubtful(chat)) {
      const step = await this.next.begin(chat, owner, this.clock.now(), false);
      if (step.kind !== 'ready') return step;
    }
    const { rateClass } = await this.channels.credentialsOf(chat.channelId);
    await this.rate.take(chat.channelId, rateClass);
    return this.next.begin(chat, owner, this.clock.now(), true);
  }

  /** The file first: while it is on its way nothing has left that a customer could see. */
  private async upload(shift: Shift, head: QueueHead): Promise<boolean> {
    const failure = await this.poster.prepare(head, await outlast(() => this.channelOf(shift), shift));
    return failure === undefined ? true : this.record(shift, head, { outcome: failure, wasBegun: false });
  }

  private async post(shift: Shift, head: QueueHead): Promise<boolean> {
    const outcome = await this.poster.post(head, await outlast(() => this.channelOf(shift), shift));
    return this.record(shift, head, { outcome, wasBegun: true });
  }

  /** The outcome of a started attempt is always recorded, also when the database has to be waited for or the lease is lost. */
  private async record(shift: Shift, head: QueueHead, ended: Omit<MadeTry, 'attempt'>): Promise<boolean> {
    const { chatId, channelId } = shift.chat;
    const attempt = { id: head.attemptId, messageId: head.messageId, chatId, channelId };
    const made = { attempt, ...ended };
    const isHeld = await outlast(() => this.recorder.record(shift.owner, made, this.clock.now()), shift);
    failpoint('e1');
    shift.tell(head.messageId);
    return isHeld;
  }

  private async channelOf({ chat }: Shift): Promise<GraphChannel> {
    const { phoneNumberId, accessToken } = await this.channels.credentialsOf(chat.channelId);
    return { phoneNumberId, accessToken: accessToken ?? '' };
  }
}

/** Repeats what the database could not take now, for as long as the process may go on. */
async function outlast<T>(work: () => Promise<T>, shift: Shift): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || !shift.mayGoOn()) throw error;
      await delay(DATABASE_PAUSE_MS);
    }
  }
}
