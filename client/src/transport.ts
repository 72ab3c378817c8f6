import type { SignIn } from './credentials.js';
import { newMessageId } from './message-id.js';
import type { Platform } from './platform.js';
import { type ApiProblem, NetworkError, problemOf } from './problem.js';
import { type RetryRules, retryDelayMs } from './retry.js';
import type { Answer } from './typed-paths.js';
import { linkedController, orAborted, sleep } from './wait.js';

export const SEND_PATH = '/api/waba/operator/send';

export interface TransportParts {
  platform: Platform;
  /** The server's origin, without a slash at its end. */
  server: string;
  language: string | undefined;
  retry: RetryRules;
  /** How long one try may take, in milliseconds. */
  timeoutMs: number;
}

/** A request, its types forgotten. */
export interface PlainRequest {
  method: string;
  /** As the document has it: `/api/waba/operator/chat/{id}`. */
  path: string;
  params?: object | undefined;
  query?: object | undefined;
  body?: unknown;
  headers?: Readonly<Record<string, string>> | undefined;
  signal?: AbortSignal | undefined;
}

/** What goes over the line in every try, fixed when it was asked: what the application does with its objects later changes nothing. */
interface FixedRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | FormData | undefined;
  mayRepeat: boolean;
  signal: AbortSignal | undefined;
}

/** Makes requests: the token, time limits, and further tries of what may be repeated. */
export class Transport {
  constructor(
    private readonly parts: TransportParts,
    /** The sign-in of this moment. Each request, with all its tries, belongs to the one under which it began. */
    private readonly present: () => SignIn | undefined,
  ) {}

  /** The same without anybody's token, for the sign-in itself. */
  anonymous(): Transport {
    return new Transport(this.parts, () => undefined);
  }

  /** The same under one sign-in alone, for what asks again and again. */
  under(signIn: SignIn): Transport {
    return new Transport(this.parts, () => signIn);
  }

  /** Throws `ApiProblem`, `NetworkError`, `SignedOutError`, or the signal's reason. */
  async request<T>(given: PlainRequest): Promise<Answer<T>> {
    const signIn = this.present();
    const request = this.fix(given);
    const { platform, retry } = this.parts;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.attempt<T>(request, signIn);
      } catch (failure) {
        request.signal?.throwIfAborted();
        const delay = request.mayRepeat ? retryDelayMs(failure, attempt, retry, platform.random()) : undefined;
        if (delay === undefined) throw failure;
        await this.pause(delay, request.signal, signIn);
      }
    }
  }

  /** The answer as soon as its head is here, for reading its body bit by bit; one try, and no time limit but the signal. */
  async open(request: PlainRequest & { signal: AbortSignal }): Promise<Response> {
    return this.authorized(this.fix(request), this.present(), request.signal);
  }

  private async attempt<T>(request: FixedRequest, signIn: SignIn | undefined): Promise<Answer<T>> {
    const { platform, timeoutMs } = this.parts;
    const controller = linkedController(request.signal);
    const late = new NetworkError(new Error(`No answer in ${timeoutMs} ms.`));
    const cancel = platform.after(timeoutMs, () => controller.abort(late));
    try {
      const response = await this.authorized(request, signIn, controller.signal);
      const data = (await this.readBody(response)) as T;
      return { status: response.status, data, headers: response.headers };
    } finally {
      cancel();
      // Lets go of the caller's signal.
      controller.abort();
    }
  }

  /** The end of the sign-in ends the wait: the next try would be another's. */
  private async pause(delay: number, signal: AbortSignal | undefined, signIn: SignIn | undefined): Promise<void> {
    const controller = linkedController(signal);
    const forget = signIn?.onEnd((error) => controller.abort(error));
    try {
      await sleep(this.parts.platform, delay, controller.signal);
    } finally {
      forget?.();
      controller.abort();
    }
  }

  /**
   * A refused token is changed for a new one, once, and the request made again, whatever it is: the server looks at the token before
   * anything else, so that what it refuses for the token it has not begun.
   */
  private async authorized(request: FixedRequest, signIn: SignIn | undefined, signal: AbortSignal): Promise<Response> {
    const token = await orAborted(Promise.resolve(signIn?.token()), signal);
    const response = await this.fetch(request, token, signal);
    if (response.ok) return response;
    const problem = await this.problem(response);
    if (token === undefined || signIn === undefined || !isForToken(problem, request)) throw problem;
    const next = await orAborted(signIn.renew(token, problem), signal);
    if (next === undefined || next === token) throw problem;
    const again = await this.fetch(request, next, signal);
    if (again.ok) return again;
    throw await this.problem(again);
  }

  private async fetch(request: FixedRequest, token: string | undefined, signal: AbortSignal): Promise<Response> {
    const { method, url, body } = request;
    const headers = { ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }), ...request.headers };
    try {
      return await this.parts.platform.fetch(url, {
        method,
        headers,
        credentials: 'omit',
        ...(isStream(headers) ? { cache: 'no-store' as const } : {}),
        signal,
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      throw NetworkError.of(error);
    }
  }

  private fix(given: PlainRequest): FixedRequest {
    const { method, path, body, headers, signal } = withMessageId(given);
    const { server, language } = this.parts;
    const isJson = body !== undefined && !(body instanceof FormData);
    return {
      method: method.toUpperCase(),
      url: `${server}${addressOf(given)}`,
      headers: {
        ...(isJson ? { 'Content-Type': 'application/json' } : {}),
        ...(language === undefined ? {} : { 'Accept-Language': language }),
        ...headers,
      },
      body: body === undefined ? undefined : bodyOf(body),
      // Reading changes nothing; a send carries the id by which the server knows it again.
      mayRepeat: method === 'get' || isSend(method, path),
      signal,
    };
  }

  private async problem(response: Response): Promise<ApiProblem> {
    try {
      return await problemOf(response, this.parts.platform.now());
    } catch (error) {
      throw NetworkError.of(error);
    }
  }

  /** A body that breaks off is as good as no answer. */
  private async readBody(response: Response): Promise<unknown> {
    const type = response.headers.get('content-type') ?? '';
    try {
      if (/^text\/|jsonl|ndjson/.test(type)) return await response.text();
      if (type !== '' && !type.includes('json')) return await response.blob();
      const text = await response.text();
      return text === '' ? undefined : JSON.parse(text);
    } catch (error) {
      throw NetworkError.of(error);
    }
  }
}

/** What is answered before anything is done. The other 401, of a wrong password, comes from behind that door. */
const TOKEN_REFUSALS: readonly string[] = ['AUTH_REQUIRED', 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'TOKEN_REVOKED'];

/** Of a 401 that is not the server's nobody knows what was done before it. */
function isForToken({ status, code }: ApiProblem, { mayRepeat }: FixedRequest): boolean {
  return status === 401 && (TOKEN_REFUSALS.includes(code) || (code === 'UNKNOWN' && mayRepeat));
}

/** A cache that keeps a copy of the stream would hold it back. */
function isStream({ Accept }: Record<string, string>): boolean {
  return Accept === 'text/event-stream';
}

function isSend(method: string, path: string): boolean {
  return method === 'post' && path === SEND_PATH;
}

/** The id is made before the first try, so that all tries of one send have the same. */
function withMessageId(request: PlainRequest): PlainRequest {
  const { method, path, body, headers } = request;
  if (!isSend(method, path) || typeof body !== 'object' || body === null) return request;
  const hasKey = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'idempotency-key');
  const { clientMessageId } = body as { clientMessageId?: string };
  if (hasKey || clientMessageId !== undefined) return request;
  return { ...request, body: { ...body, clientMessageId: newMessageId() } };
}

/** Path and query of a request; throws where a parameter of the path is missing. */
export function addressOf({ path, params = {}, query = {} }: Pick<PlainRequest, 'path' | 'params' | 'query'>): string {
  const values = new Map<string, Plain>(Object.entries(params));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values.get(name);
    // Dots alone would name another path, encoded or not.
    if (/^\.{0,2}$/.test(String(value ?? ''))) throw new TypeError(`${path} needs params.${name}.`);
    return encodeURIComponent(String(value));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, Plain | Plain[]][]) {
    // Several values of one name are the document's arrays.
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null) search.append(name, String(one));
    }
  }
  const text = search.toString();
  return text === '' ? filled : `${filled}?${text}`;
}

/** What a parameter may be. */
type Plain = string | number | boolean | null | undefined;

function bodyOf(body: unknown): string | FormData {
  return body instanceof FormData ? body : JSON.stringify(body);
}
