import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { Logger } from '../../common/logger.js';
import { ChatQueueRepository, QueuedChat, QueueHead } from './chat-queue.repository.js';
import { ChatWorker } from './chat-worker.service.js';
import { OutcomeBoard } from './outcome-board.js';

/** All channels together; each has a few more to itself. */
const MAX_CHATS = 100;
/** Work that other processes made or left behind is found by looking. */
const LOOK_EVERY_MS = 250;
const RENEW_EVERY_MS = 10_000;
/** So long after the database was last away, a statement that was broken off may still be run. */
const MAY_COME_LATE_MS = 10_000;
/** The rest ends by itself: a database that is away for hours must not fill our memory. */
const MAX_ABANDONED = 1_000;
/** How long a stop waits for posts under way; what is still open then is found as interrupted by whoever takes the chat over. */
const SHUTDOWN_GRACE_MS = 7_000;

/** A chat in work, under the name of its lease: each lease has its own, or a worker that was away would take another's for its own. */
interface Work {
  chatId: number;
  channelId: number;
  owner: string;
  done: Promise<void>;
}

/** Gives chats with due work to workers of this process. Any number of processes do the same; a chat is worked on by one at a time. */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly active = new Set<Work>();
  /** Names of leases that nobody here works under, though the database may have given them or may do so yet. */
  private abandoned: string[] = [];
  private abandonedUntil = 0;
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
    await Promise.race([
      Promise.allSettled(Array.from(this.active, ({ done }) => done)),
      delay(SHUTDOWN_GRACE_MS, undefined, { ref: false }),
    ]);
    await this.queue.release(Array.from(this.active, ({ owner }) => owner)).catch(() => undefined);
  }

  /** Goes on with a chat that is leased to `owner`; resolves when its lease is given back. Never rejects. */
  async take(chat: QueuedChat, owner: string, started?: QueueHead): Promise<void> {
    const shift = {
      chat,
      owner,
      mayGoOn: () => !this.isStopped,
      tell: (messageId: number) => this.board.tell(messageId),
    };
    const done = this.worker
      .run(shift, started)
      .catch((error: unknown) =>
        this.logger.failure('a chat could not be worked through', error, { chatId: chat.chatId }),
      );
    const work = { ...chat, owner, done };
    this.active.add(work);
    await done;
    this.active.delete(work);
  }

  /** Whoever asked for this lease did not hear whether it was given, and will not use it: others need not wait for it to end. */
  abandon(owner: string): void {
    if (this.abandoned.length < MAX_ABANDONED) this.abandoned.push(owner);
    this.abandonedUntil = performance.now() + MAY_COME_LATE_MS;
  }

  /** New work may be waiting: look now rather than at the next turn. */
  wake(): void {
    void this.look();
  }

  private async look(): Promise<void> {
    if (this.isLooking || this.isStopped) return;
    this.isLooking = true;
    const owner = randomUUID();
    try {
      await this.releaseAbandoned();
      const room = { room: MAX_CHATS - this.active.size, busy: countByChannel(this.active) };
      for (const chat of await this.queue.claim(owner, room, this.clock.now())) void this.take(chat, owner);
    } catch (error) {
      this.abandon(owner);
      if (!isDatabaseAway(error)) this.logger.failure('the queue could not be read', error);
    } finally {
      this.isLooking = false;
    }
  }

  private async releaseAbandoned(): Promise<void> {
    if (this.abandoned.length === 0) return;
    const isLastTime = performance.now() > this.abandonedUntil;
    const owners = this.abandoned.slice();
    await this.queue.release(owners);
    if (isLastTime) this.abandoned.splice(0, owners.length);
  }

  private async renew(): Promise<void> {
    if (this.active.size === 0) return;
    await this.queue.renew([...this.active]).catch(() => undefined);
  }
}

/** How many chats of each channel are in work. */
function countByChannel(works: Iterable<Work>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { channelId } of works) counts.set(channelId, (counts.get(channelId) ?? 0) + 1);
  return counts;
}
