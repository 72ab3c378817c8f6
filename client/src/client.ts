import { type Credentials, SessionKeeper, type SignIn } from './credentials.js';
import { DEFAULT_TIMING, type FeedTiming } from './event-feed.js';
import { EventStream } from './event-stream.js';
import type { EventsOptions } from './event-types.js';
import { GivenTokens } from './given-tokens.js';
import { currentPlatform, type Platform } from './platform.js';
import type { ApiProblem } from './problem.js';
import { DEFAULT_RETRY, type RetryRules } from './retry.js';
import type { components } from './schema.js';
import { memorySession, type SessionStore, type User } from './session.js';
import { SEND_PATH, Transport } from './transport.js';
import type {
  Answer,
  CommonOptions,
  Method,
  Operation,
  OptionsArgument,
  PathOf,
  RequestOptions,
  ResultOf,
} from './typed-paths.js';

export interface ClientOptions {
  /** The server's origin, `https://wa.example.com`; empty for the page's own. */
  baseUrl: string;
  /** Where the sign-in is kept; in memory unless given. */
  session?: SessionStore;
  /** In place of signing in: an API key, or a token that the application looks after. Asked before each request. */
  getToken?: () => string | undefined | Promise<string | undefined>;
  /** The language of the sentences in errors. */
  language?: 'en' | 'ru';
  /** Called once when the sign-in ends by itself: expired, revoked, or another tab signed out, or in as somebody else. */
  onSignedOut?: (problem: ApiProblem | undefined) => void;
  /** In place of the global `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  retry?: Partial<RetryRules>;
  /** How long one try of a request may take; 60 s. */
  timeoutMs?: number;
  events?: Partial<FeedTiming>;
  /** For tests: time, chance, other tabs. */
  platform?: Partial<Platform>;
}

type ChatsQuery = NonNullable<RequestOptions<Operation<'/api/waba/operator/chats', 'get'>>['query']>;
type HistoryPath = '/api/waba/operator/chat/{chatId}/messages';
type HistoryQuery = NonNullable<RequestOptions<Operation<HistoryPath, 'get'>>['query']>;
type SendBody = components['schemas']['SendMessageDto'];

/** A list with the position it reflects: `after` of a stream that misses nothing. */
export type WithEventId<T> = T & { eventId: string | undefined };

/** Makes a client of one server; see {@link Client}. */
export function createClient(options: ClientOptions): Client {
  return new Client(options);
}

/**
 * The operator API. Every request throws {@link ApiProblem} where the server refuses, {@link NetworkError} where it cannot be reached,
 * {@link SignedOutError} where its sign-in has ended before it came to that, or the signal's reason. Reading and sending are tried again
 * while that may help; a send never goes out twice, and nothing under another sign-in than the one it was asked under.
 */
export class Client {
  private readonly platform: Platform;
  private readonly server: string;
  private readonly transport: Transport;
  private readonly keeper: SessionKeeper;
  private readonly credentials: Credentials;
  private readonly timing: FeedTiming;

  constructor(options: ClientOptions) {
    const { fetch, retry, timeoutMs = 60_000, language, getToken, session = memorySession() } = options;
    this.platform = { ...currentPlatform(), ...options.platform, ...(fetch === undefined ? {} : { fetch }) };
    this.server = options.baseUrl.replace(/\/+$/, '');
    this.timing = { ...DEFAULT_TIMING, ...options.events };
    const onSignedOut = (problem: ApiProblem | undefined): void => {
      try {
        options.onSignedOut?.(problem);
      } catch (error) {
        this.platform.report(error);
      }
    };
    const parts = {
      platform: this.platform,
      server: this.server,
      language,
      retry: { ...DEFAULT_RETRY, ...retry },
      timeoutMs,
    };
    this.keeper = new SessionKeeper({
      platform: this.platform,
      store: session,
      server: this.server,
      refresh: (refreshToken) => this.signIn('/api/auth/refresh', { refreshToken }),
      onSignedOut,
    });
    this.credentials = getToken === undefined ? this.keeper : new GivenTokens(getToken, onSignedOut);
    this.transport = new Transport(parts, () => this.credentials.present());
  }

  /** Signs in; from now on every request carries the token, and the next one is fetched in time. */
  async login(email: string, password: string): Promise<User> {
    return this.keeper.open(await this.signIn('/api/auth/login', { email, password }));
  }

  /** Who is signed in, also after a reload where the session is kept; undefined with `getToken`. */
  user(): Promise<User | undefined> {
    return this.keeper.user();
  }

  /** Signs out here at once, and at the server if it can be reached. */
  async logout(): Promise<void> {
    const session = await this.credentials.close();
    if (session === undefined) return;
    const headers = { Authorization: `Bearer ${session.accessToken}` };
    await this.transport
      .anonymous()
      .request({ method: 'post', path: '/api/auth/logout', headers })
      .catch(() => undefined);
  }

  get<P extends PathOf<'get'>>(
    path: P,
    ...[options]: OptionsArgument<Operation<P, 'get'>>
  ): Promise<ResultOf<Operation<P, 'get'>>> {
    return this.data('get', path, options);
  }

  post<P extends PathOf<'post'>>(
    path: P,
    ...[options]: OptionsArgument<Operation<P, 'post'>>
  ): Promise<ResultOf<Operation<P, 'post'>>> {
    return this.data('post', path, options);
  }

  put<P extends PathOf<'put'>>(
    path: P,
    ...[options]: OptionsArgument<Operation<P, 'put'>>
  ): Promise<ResultOf<Operation<P, 'put'>>> {
    return this.data('put', path, options);
  }

  patch<P extends PathOf<'patch'>>(
    path: P,
    ...[options]: OptionsArgument<Operation<P, 'patch'>>
  ): Promise<ResultOf<Operation<P, 'patch'>>> {
    return this.data('patch', path, options);
  }

  delete<P extends PathOf<'delete'>>(
    path: P,
    ...[options]: OptionsArgument<Operation<P, 'delete'>>
  ): Promise<ResultOf<Operation<P, 'delete'>>> {
    return this.data('delete', path, options);
  }

  /** Any operation, with the status and the headers of its answer. */
  request<M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    ...[options]: OptionsArgument<Operation<P, M>>
  ): Promise<Answer<ResultOf<Operation<P, M>>>> {
    return this.transport.request({ ...options, method, path });
  }

  /** Sends a message, once however often it has to be tried: it gets a `clientMessageId` unless it has one. */
  send(body: SendBody, options: CommonOptions = {}): Promise<components['schemas']['SendMessageResponseDto']> {
    return this.post(SEND_PATH, { ...options, body });
  }

  /** A page of the inbox. */
  chats(
    query: ChatsQuery = {},
    options: CommonOptions = {},
  ): Promise<WithEventId<ResultOf<Operation<'/api/waba/operator/chats', 'get'>>>> {
    return this.listed(this.request('get', '/api/waba/operator/chats', { ...options, query }));
  }

  /** A page of a chat's messages, newest first. */
  history(
    chatId: number,
    query: HistoryQuery = {},
    options: CommonOptions = {},
  ): Promise<WithEventId<ResultOf<Operation<HistoryPath, 'get'>>>> {
    const path = '/api/waba/operator/chat/{chatId}/messages';
    return this.listed(this.request('get', path, { ...options, params: { chatId }, query }));
  }

  /** Uploads a file for `mediaId` of a send. */
  upload(
    file: Blob,
    filename: string,
    options: CommonOptions = {},
  ): Promise<components['schemas']['UploadedMediaDto']> {
    const body = new FormData();
    body.append('file', file, filename);
    return this.post('/api/waba/operator/media', { ...options, body });
  }

  /** Events as they happen: each once, in order, none missed between two connections, one connection for all tabs of the origin. */
  events(options: EventsOptions): EventStream {
    const { platform, timing } = this;
    const signIn = this.credentials.present();
    const parts = { platform, timing, transport: this.transport.under(signIn) };
    return new EventStream(parts, options, signIn, () => this.nameOfShared(signIn, options.share !== false));
  }

  /** Tabs share where the session is of the same user: what one sees the other may see. */
  private async nameOfShared(signIn: SignIn, isWanted: boolean): Promise<string | undefined> {
    const { locks, openChannel } = this.platform;
    if (!isWanted || locks === undefined || openChannel === undefined) return undefined;
    const userId = await signIn.userId();
    return userId === undefined ? undefined : `wa-operator events ${this.server} ${userId}`;
  }

  private async signIn(path: string, body: object): Promise<components['schemas']['LoginResultDto']> {
    const request = { method: 'post', path, body };
    return (await this.transport.anonymous().request<components['schemas']['LoginResultDto']>(request)).data;
  }

  private async data<T>(method: Method, path: string, options: object = {}): Promise<T> {
    return (await this.transport.request<T>({ ...options, method, path })).data;
  }

  private async listed<T>(asked: Promise<Answer<T>>): Promise<WithEventId<T>> {
    const { data, headers } = await asked;
    return { ...data, eventId: headers.get('event-id') ?? undefined };
  }
}
