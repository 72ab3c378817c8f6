import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { Logger } from '../../common/logger.js';
import { ChatQueueRepository, QueuedChat, QueueHead } from './chat-queue.repository.js';
import { ChatWorker } from './chat-worker.service.js';
import { OutcomeBoard } from './outcome-board.js';

const MAX_CHATS = 100;
/** Work that other processes made or left behind is found by looking. */
const LOOK_EVERY_MS = 250;
const RENEW_EVERY_MS = 10_000;
/** How long a stop waits for posts under way; what is still open then is found as interrupted by whoever takes the chat over. */
const SHUTDOWN_GRACE_MS = 7_000;

/** Gives chats with due work to workers of this process. Any number of processes do the same; a chat is worked on by one at a time. */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly owner = randomUUID();
  private readonly active = new Map<number, Promise<void>>();
  private timers: NodeJS.Timeout[] = [];
  private isStopped = false;
  private isLooking = false;

  constructor(
    private readonly queue: ChatQueueRepository,
    private readonly worker: ChatWorker,
    private readonly board: OutcomeBoard,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timers = [
      setInterval(() => void this.look(), LOOK_EVERY_MS).unref(),
      setInterval(() => void this.renew(), RENEW_EVERY_MS).unref(),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    for (const timer of this.timers) clearInterval(timer);
    await Promise.race([Promise.allSettled(this.active.values()), delay(SHUTDOWN_GRACE_MS, undefined, { ref: false })]);
    await this.queue.releaseAll(this.owner).catch(() => undefined);
  }

  /** Goes on with a chat that is leased to this process; resolves when its lease is given back. Never rejects. */
  async take(chat: QueuedChat, started?: QueueHead): Promise<void> {
    const shift = {
      chat,
      owner: this.owner,
      mayGoOn: () => !this.isStopped,
      tell: (messageId: number) => this.board.tell(messageId),
    };
    const work = this.worker
      .run(shift, started)
      .catch((error: unknown) =>
        this.logger.failure('a chat could not be worked through', error, { chatId: chat.chatId }),
      );
    this.active.set(chat.chatId, work);
    await work;
    if (this.active.get(chat.chatId) === work) this.active.delete(chat.chatId);
  }

  /** New work may be waiting: look now rather than at the next turn. */
  wake(): void {
    void this.look();
  }

  private async look(): Promise<void> {
    if (this.isLooking || this.isStopped || this.active.size >= MAX_CHATS) return;
    this.isLooking = true;
    try {
      for (const chat of await this.queue.claim(this.owner, MAX_CHATS - this.active.size, this.clock.now())) {
        void this.take(chat);
      }
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.failure('the queue could not be read', error);
    } finally {
      this.isLooking = false;
    }
  }

  private async renew(): Promise<void> {
    if (this.active.size === 0) return;
    await this.queue.renew(this.owner, [...this.active.keys()]).catch(() => undefined);
  }
}
