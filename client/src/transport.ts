import type { Credentials } from './credentials.js';
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

/** Makes requests: the token, time limits, and further tries of what may be repeated. */
export class Transport {
  constructor(
    private readonly parts: TransportParts,
    private readonly credentials: Credentials | undefined,
  ) {}

  /** The same without anybody's token, for the sign-in itself. */
  anonymous(): Transport {
    return new Transport(this.parts, undefined);
  }

  /** Throws `ApiProblem`, `NetworkError`, or the signal's reason. */
  async request<T>(given: PlainRequest): Promise<Answer<T>> {
    const request = withMessageId(given);
    const { platform, retry } = this.parts;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.attempt<T>(request);
      } catch (failure) {
        request.signal?.throwIfAborted();
        const delay = mayRepeat(request) ? retryDelayMs(failure, attempt, retry, platform.random()) : undefined;
        if (delay === undefined) throw failure;
        await sleep(platform, delay, request.signal);
      }
    }
  }

  /** The answer as soon as its head is here, for reading its body bit by bit; one try, and no time limit but the signal. */
  async open(request: PlainRequest & { signal: AbortSignal }): Promise<Response> {
    return this.authorized(request, request.signal);
  }

  private async attempt<T>(request: PlainRequest): Promise<Answer<T>> {
    const { platform, timeoutMs } = this.parts;
    const controller = linkedController(request.signal);
    const cancel = platform.after(timeoutMs, () => controller.abort(new Error(`No answer in ${timeoutMs} ms.`)));
    try {
      const response = await this.authorized(request, controller.signal);
      const data = (await this.readBody(response)) as T;
      return { status: response.status, data, headers: response.headers };
    } finally {
      cancel();
      // Lets go of the caller's signal.
      controller.abort();
    }
  }

  /** A refused token is changed for a new one, once. */
  private async authorized(request: PlainRequest, signal: AbortSignal): Promise<Response> {
    const token = await orAborted(Promise.resolve(this.credentials?.token()), signal);
    const response = await this.fetch(request, token, signal);
    if (response.ok) return response;
    const problem = await this.problem(response);
    if (response.status !== 401 || token === undefined || this.credentials === undefined) throw problem;
    const next = await orAborted(this.credentials.renew(token, problem), signal);
    if (next === undefined || next === token) throw problem;
    const again = await this.fetch(request, next, signal);
    if (again.ok) return again;
    throw await this.problem(again);
  }

  private async fetch(request: PlainRequest, token: string | undefined, signal: AbortSignal): Promise<Response> {
    const { platform, server, language } = this.parts;
    const isJson = request.body !== undefined && !(request.body instanceof FormData);
    const headers: Record<string, string> = {
      ...(isJson ? { 'Content-Type': 'application/json' } : {}),
      ...(language === undefined ? {} : { 'Accept-Language': language }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...request.headers,
    };
    const url = `${server}${addressOf(request)}`;
    try {
      return await platform.fetch(url, {
        method: request.method.toUpperCase(),
        headers,
        credentials: 'omit',
        ...(isStream(headers) ? { cache: 'no-store' as const } : {}),
        signal,
        ...(request.body === undefined ? {} : { body: bodyOf(request.body) }),
      });
    } catch (error) {
      throw new NetworkError(error);
    }
  }

  private async problem(response: Response): Promise<ApiProblem> {
    try {
      return await problemOf(response, this.parts.platform.now());
    } catch (error) {
      throw new NetworkError(error);
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
      throw new NetworkError(error);
    }
  }
}

/** Reading changes nothing; a send carries the id by which the server knows it again. */
function mayRepeat({ method, path }: PlainRequest): boolean {
  return method === 'get' || isSend(method, path);
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
    if (value === undefined || value === null || value === '') throw new TypeError(`${path} needs params.${name}.`);
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
