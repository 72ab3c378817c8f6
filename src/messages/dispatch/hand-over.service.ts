import { Injectable } from '@nestjs/common';
import { RateClass } from '../../channels/domain/channel.js';
import { substateOf } from '../domain/substate.js';
import { OutgoingRepository, OutgoingState } from '../outgoing.repository.js';
import { QueuedChat } from './chat-queue.repository.js';
import { Dispatcher } from './dispatcher.service.js';
import { NumberRate } from './number-rate.service.js';
import { OutcomeBoard } from './outcome-board.js';
import { EnteredMessage } from './queue-entry.service.js';

/** A request waits so long for Graph; then it is answered 202 and the work goes on. */
const WAIT_FOR_GRAPH_MS = 10_000;
/** Another process may be the one that posts it. */
const LOOK_EVERY_MS = 250;

/** Passes messages from the requests that wrote them to the dispatcher, and waits with the requests for what becomes of them. */
@Injectable()
export class HandOver {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly rate: NumberRate,
    private readonly board: OutcomeBoard,
    private readonly outgoing: OutgoingRepository,
  ) {}

  mayLeaveNow(channelId: number, rateClass: RateClass): Promise<boolean> {
    return this.rate.tryTake(channelId, rateClass);
  }

  /** Nobody heard whether the message of this attempt was stored: the lease it may have been given is given back. */
  abandon(attemptId: string): void {
    this.dispatcher.abandon(attemptId);
  }

  /** Something became of messages without the dispatcher: requests that wait for them hear of it, and what waited behind them goes on. */
  announce(messageIds: readonly number[]): void {
    for (const messageId of messageIds) this.board.tell(messageId);
    this.dispatcher.wake();
  }

  /** Resolves with the message's state when something became of it, when it has to wait for a limit, or after 10 s. */
  async after(
    chat: QueuedChat,
    { messageId, lease, started }: EnteredMessage,
    isAsync: boolean,
  ): Promise<OutgoingState> {
    // Who does not want to wait is told of the message as it was stored, before anything can become of it.
    const stored = isAsync ? await this.outgoing.findState(messageId).catch(() => undefined) : undefined;
    if (lease !== undefined) void this.dispatcher.take(chat, lease, started);
    if (isAsync) return stored ?? this.outgoing.findState(messageId);
    const deadline = performance.now() + WAIT_FOR_GRAPH_MS;
    let next = this.board.wait(messageId, started === undefined ? LOOK_EVERY_MS : WAIT_FOR_GRAPH_MS);
    // What has not left may have to wait for longer than a request does: that is seen at once.
    if (started === undefined) {
      const state = await this.outgoing.findState(messageId);
      if (isKnown(state)) return state;
    }
    for (;;) {
      await next;
      const state = await this.outgoing.findState(messageId);
      if (isKnown(state) || performance.now() >= deadline) return state;
      next = this.board.wait(messageId, LOOK_EVERY_MS);
    }
  }
}

/** There is something to tell: it left, it failed, nobody knows, or it waits for a limit or for its channel. */
function isKnown(state: OutgoingState): boolean {
  const substate = substateOf(state);
  const isHeldBack = state.isPaused && state.attemptState === 'queued';
  return substate === null || substate === 'uncertain' || substate === 'throttled' || isHeldBack;
}
