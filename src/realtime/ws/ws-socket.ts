import type { WebSocket } from 'ws';
import type { StreamBacklog } from '../feed/stream-sink.js';
import type { ControlFrame } from '../stream-frame.dto.js';
import { TOO_MANY_FRAMES } from './domain/close-code.js';
import { FrameBudget } from './domain/frame-budget.js';

const PING_EVERY_MS = 20_000;
/** Above the backlog of events, whose reader is sent away with a word. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
/** How long a peer may take to answer our closing frame; a slow reader's backlog is given up with the connection. */
const CLOSE_PATIENCE_MS = 2_000;
/** The most a client has to say is an access token. */
const MAX_PAYLOAD = 16 * 1024;

/** Limits of what a client may send. The protocol's own errors (unmasked, reserved bits, not UTF-8) the library answers. */
export const WS_LIMITS = {
  maxPayload: MAX_PAYLOAD,
  maxFragments: 64,
  maxBufferedChunks: 1024,
  // Costs memory per connection, and compresses secrets together with what others chose.
  perMessageDeflate: false,
} as const;

export interface WsSocketHandlers {
  text(text: string): void;
  /** A frame of bytes, which means nothing here. */
  binary(): void;
  /** Once, when nothing comes or goes any more. */
  ended(): void;
}

/** One WebSocket: frames in and out, their limits, and whether the peer is still there. Knows nothing of events. */
export class WsSocket {
  private readonly budget = new FrameBudget();
  private readonly pinger: NodeJS.Timeout;
  private patience: NodeJS.Timeout | undefined;
  private eventsWaiting = 0;
  private isAnswering = true;

  constructor(
    private readonly socket: WebSocket,
    private readonly handlers: WsSocketHandlers,
    pingEveryMs = PING_EVERY_MS,
  ) {
    this.pinger = setInterval(() => this.ping(), pingEveryMs).unref();
    socket.on('message', (data: Buffer, isBinary: boolean) => this.onMessage(data, isBinary));
    socket.on('ping', () => this.spend());
    socket.on('pong', () => {
      this.isAnswering = true;
      this.spend();
    });
    // The library closes with the right code by itself; without a listener it would throw.
    socket.on('error', () => this.giveUpSoon());
    socket.once('close', () => this.onEnd());
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  get backlog(): StreamBacklog {
    return { bytes: this.socket.bufferedAmount, events: this.eventsWaiting };
  }

  control(frame: ControlFrame): void {
    if (!this.isOpen) return;
    // Errors are no events, and who provokes them without reading would have us keep them all.
    if (this.socket.bufferedAmount > MAX_UNREAD_BYTES) return this.socket.terminate();
    this.socket.send(JSON.stringify(frame));
  }

  /** One event or reset, already in JSON. */
  write(json: string): void {
    if (!this.isOpen) return;
    this.eventsWaiting += 1;
    this.socket.send(json, () => {
      this.eventsWaiting -= 1;
    });
  }

  /** Ends it after what was written; a peer that does not let go is cut off. */
  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    this.giveUpSoon();
  }

  private onMessage(data: Buffer, isBinary: boolean): void {
    // What was read before our closing frame went out, and still arrives, means nothing any more.
    if (!this.spend() || !this.isOpen) return;
    if (isBinary) this.handlers.binary();
    else this.handlers.text(data.toString('utf8'));
  }

  private spend(): boolean {
    const isAllowed = this.budget.take();
    if (!isAllowed && this.isOpen) this.close(TOO_MANY_FRAMES, 'too many frames');
    return isAllowed;
  }

  private ping(): void {
    if (!this.isAnswering) return this.socket.terminate();
    this.isAnswering = false;
    if (this.isOpen) this.socket.ping();
  }

  private giveUpSoon(): void {
    this.patience ??= setTimeout(() => this.socket.terminate(), CLOSE_PATIENCE_MS).unref();
  }

  private onEnd(): void {
    clearInterval(this.pinger);
    clearTimeout(this.patience);
    this.handlers.ended();
  }
}
