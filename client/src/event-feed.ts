import { EventsPage } from './events-page.js';
import { FeedConnection, type FeedEnd, type FeedFrames } from './feed-connection.js';
import type { StateDetail, StreamState } from './event-types.js';
import { ApiProblem, SignedOutError } from './problem.js';
import type { Platform } from './platform.js';
import { backoffMs, isPassing } from './retry.js';
import type { Transport } from './transport.js';
import { linkedController, sleep } from './wait.js';

export interface FeedTiming {
  /** Wait before the first reconnection until the server names one, and the longest. */
  baseMs: number;
  maxMs: number;
  /** Silence after which a connection counts as dead; the server says something every 20 s. */
  watchdogMs: number;
}

export const DEFAULT_TIMING: FeedTiming = { baseMs: 1_000, maxMs: 30_000, watchdogMs: 45_000 };

export interface FeedParts {
  transport: Transport;
  platform: Platform;
  timing: FeedTiming;
}

/** Whom a feed tells, and whom it asks where to go on. */
export interface FeedOwner extends FeedFrames {
  position(): string | undefined;
  /** Where a feed without a position begins. */
  begin(id: string): void;
  state(state: StreamState, detail: StateDetail): void;
}

/** One connection after another, each going on where the last one ended. */
export class EventFeed {
  private attempt = 0;
  private retryMs: number;
  private current: AbortController | undefined;
  private isWaiting = false;
  private cancelSteady: () => void = () => undefined;

  constructor(
    private readonly parts: FeedParts,
    private readonly owner: FeedOwner,
  ) {
    this.retryMs = parts.timing.baseMs;
  }

  /** Drops the connection, or the wait for it, and connects at once. */
  reconnect(): void {
    this.attempt = 0;
    this.current?.abort(new Error('A new connection was asked for.'));
  }

  /** Runs until the signal is aborted, or until the server will not have us: then it tells why. Never throws. */
  async run(signal: AbortSignal): Promise<StateDetail | undefined> {
    const stopListening = this.parts.platform.onOnline(() => {
      if (this.isWaiting) this.reconnect();
    });
    try {
      while (!signal.aborted) {
        const end = await this.connectOnce(signal);
        if (signal.aborted) break;
        if (end.final !== undefined) return end.final;
        await this.wait(end, signal);
      }
      return undefined;
    } finally {
      stopListening();
    }
  }

  private async connectOnce(signal: AbortSignal): Promise<FeedEnd & { final?: StateDetail | undefined }> {
    this.owner.state('connecting', {});
    const controller = linkedController(signal);
    this.current = controller;
    try {
      const end = await this.connect(controller);
      return end.kind === 'too_many_streams' ? { ...end, final: { reason: end.kind } } : end;
    } catch (error) {
      if (error instanceof ApiProblem) return { kind: 'refused', problem: error, final: finalReason(error) };
      return { kind: controller.signal.aborted ? 'reconnect' : 'lost', final: finalReason(error) };
    } finally {
      this.cancelSteady();
      // Ends the request, and lets go of the outer signal.
      controller.abort();
    }
  }

  private async connect(controller: AbortController): Promise<FeedEnd> {
    const { transport, platform, timing } = this.parts;
    if (this.owner.position() === undefined) {
      // A stream that is cut before its first event would else have nowhere to go on from.
      this.owner.begin((await new EventsPage(transport).now(controller.signal)).lastId);
    }
    const connection = new FeedConnection({ transport, platform, watchdogMs: timing.watchdogMs }, controller, {
      onLive: () => this.live(),
      onRetry: (ms) => {
        this.retryMs = Math.min(ms, timing.maxMs);
      },
      onFrame: () => {
        this.attempt = 0;
      },
    });
    return connection.run(this.owner.position() ?? '', this.owner);
  }

  private live(): void {
    const { platform, timing } = this.parts;
    // What has held for so long is good, also where nothing happens: the next wait begins small.
    this.cancelSteady = platform.after(timing.maxMs, () => {
      this.attempt = 0;
    });
    this.owner.state('live', {});
  }

  private async wait(end: FeedEnd, signal: AbortSignal): Promise<void> {
    const { platform } = this.parts;
    const retryInMs = this.delayAfter(end);
    this.attempt += 1;
    this.owner.state('waiting', { reason: end.kind, retryInMs, ...(end.problem && { problem: end.problem }) });
    const controller = linkedController(signal);
    this.current = controller;
    this.isWaiting = true;
    try {
      await sleep(platform, retryInMs, controller.signal);
    } catch {
      // Called off: by the owner, or to connect at once.
    } finally {
      this.isWaiting = false;
      controller.abort();
    }
  }

  private delayAfter({ kind, problem }: FeedEnd): number {
    const { platform, timing } = this.parts;
    if (kind === 'reconnect') return 0;
    const random = platform.random();
    // At once, but once: the next request finds out whether there is a new token. Were it to happen again, the wait grows.
    if (AT_ONCE.has(kind) && this.attempt === 0) return Math.round(random * 250);
    const delay = backoffMs(this.attempt, { baseMs: this.retryMs, maxMs: timing.maxMs }, random);
    return Math.max(delay, (problem?.retryAfter ?? 0) * 1000 * (1 + random / 5));
  }
}

const AT_ONCE = new Set<FeedEnd['kind']>(['token_expired', 'session_ended', 'resync', 'slow_reader']);

/** Why there is no use in asking again; undefined where there is. */
export function finalReason(error: unknown): StateDetail | undefined {
  if (error instanceof SignedOutError) return signedOut(error.cause);
  if (!(error instanceof ApiProblem)) return undefined;
  if (error.status === 401) return signedOut(error);
  return error.status >= 500 || error.status === 408 || isPassing(error)
    ? undefined
    : { reason: 'refused', problem: error };
}

function signedOut(problem: unknown): StateDetail {
  return { reason: 'signed_out', ...(problem instanceof ApiProblem ? { problem } : {}) };
}
