import type { WebSocket } from 'ws';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiError } from '../../common/errors/api-error.js';
import { errorEntry } from '../../common/errors/error-catalogue.js';
import type { Language, LocalizedText } from '../../common/errors/localized-text.js';
import { normalizeError } from '../../common/errors/normalize-error.js';
import { farewell } from '../connections/farewell.js';
import type { StreamPlace } from '../connections/open-stream.js';
import type { CloseReason } from '../domain/close-reason.js';
import type { StreamBacklog, StreamSink } from '../feed/stream-sink.js';
import type { EventFrame } from '../view/event-frame.js';
import { type HelloFrame, parseClientFrame } from './domain/client-frame.js';
import { CLOSE_CODES, NO_HELLO, NOT_SIGNED_IN, TRY_AGAIN_LATER } from './domain/close-code.js';
import { WsSocket } from './ws-socket.js';

/** How long a connection may say nothing before its `hello`. */
const HELLO_PATIENCE_MS = 10_000;

/** A reader's events, as the feed gives them. */
export interface Subscription {
  lastId: string;
  start(): void;
  stop(): void;
}

/** What a session needs of the rest of the house. */
export interface WsHost {
  /** The user of an access token; throws the 401 that says why not. */
  enter(token: string): Promise<AuthUser>;
  /** Throws 503 `TOO_MANY_STREAMS`. */
  register(user: AuthUser, session: WsSession): StreamPlace;
  subscribe(
    reader: { user: AuthUser; language: Language; after: string | undefined },
    sink: StreamSink,
  ): Promise<Subscription>;
  /** Our own mistake, for the log. */
  report(error: unknown): void;
  /** The session has ended. */
  forget(session: WsSession): void;
}

/** Who came in by the handshake, if it said so. */
export interface WsGuest {
  user: AuthUser | undefined;
  /** The place of that user's stream. */
  place: StreamPlace | undefined;
  language: Language;
}

/** One client at the WebSocket door: waits for its `hello`, then passes on its events until somebody ends it. */
export class WsSession implements StreamSink {
  private readonly socket: WsSocket;
  private readonly helloTimer: NodeJS.Timeout;
  private isGreeted = false;
  private isEnded = false;
  private subscription: Subscription | undefined;

  constructor(
    webSocket: WebSocket,
    private readonly host: WsHost,
    private readonly guest: WsGuest,
  ) {
    this.socket = new WsSocket(webSocket, {
      text: (text) => this.onText(text),
      binary: () => this.onText(''),
      ended: () => this.letGo(),
    });
    this.helloTimer = setTimeout(() => this.end(this.silenceCode(), 'no hello'), HELLO_PATIENCE_MS).unref();
  }

  get backlog(): StreamBacklog {
    return this.socket.backlog;
  }

  write(frames: readonly EventFrame[]): void {
    for (const { json } of frames) this.socket.write(json);
  }

  /** Says farewell and ends; again does nothing. */
  close(reason: CloseReason): void {
    if (this.isEnded) return;
    this.socket.control(farewell(reason));
    this.end(CLOSE_CODES[reason], reason);
  }

  private onText(text: string): void {
    const frame = parseClientFrame(text);
    if (!('type' in frame)) return this.complain(frame.code, frame.detail);
    if (this.isGreeted || (frame.token !== undefined && this.guest.user !== undefined)) {
      return this.complain('VALIDATION', ALREADY_KNOWN);
    }
    this.isGreeted = true;
    clearTimeout(this.helloTimer);
    this.greet(frame).catch((error: unknown) => this.refuse(error));
  }

  private async greet({ token, after }: HelloFrame): Promise<void> {
    const user = this.guest.user ?? (await this.enter(token));
    const { language } = this.guest;
    const subscription = await this.host.subscribe({ user, language, after }, this);
    if (this.isEnded) return subscription.stop();
    this.subscription = subscription;
    this.socket.control({ type: 'ready', lastId: subscription.lastId });
    subscription.start();
  }

  private async enter(token: string | undefined): Promise<AuthUser> {
    if (token === undefined) throw new ApiError('AUTH_REQUIRED');
    const user = await this.host.enter(token);
    const place = this.host.register(user, this);
    if (this.isEnded) place.release();
    else this.guest.place = place;
    return user;
  }

  private refuse(thrown: unknown): void {
    const error = normalizeError(thrown);
    if (error.code === 'INTERNAL') this.host.report(thrown);
    this.complain(error.code, error.options.detail ?? errorEntry(error.code).detail);
    this.end(error.status === 401 ? NOT_SIGNED_IN : TRY_AGAIN_LATER, error.code);
  }

  private silenceCode(): number {
    return this.guest.user === undefined ? NOT_SIGNED_IN : NO_HELLO;
  }

  private complain(code: string, detail: LocalizedText): void {
    this.socket.control({ type: 'error', code, error: detail[this.guest.language] });
  }

  private end(code: number, reason: string): void {
    this.letGo();
    this.socket.close(code, reason);
  }

  private letGo(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    clearTimeout(this.helloTimer);
    this.subscription?.stop();
    this.guest.place?.release();
    this.host.forget(this);
  }
}

const ALREADY_KNOWN = {
  en: 'A hello comes once, and without a token where the connection was opened with one.',
  ru: 'Кадр hello передаётся один раз, без токена, если соединение уже открыто с ним.',
};
