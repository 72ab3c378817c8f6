import { createClient, type Client, type ClientOptions } from '../client.js';
import { FakeTime, settled } from './fake-time.js';

export interface Call {
  url: string;
  method: string;
  headers: Headers;
  body: unknown;
}

export type Reply = (call: Call) => Response | Promise<Response>;

export const BORIS = { id: 6, email: 'boris@example.com', name: 'Boris', role: 'operator' as const };
export const USER = { id: 5, email: 'anna@example.com', name: 'Anna', role: 'operator' as const };

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  () =>
    Response.json(body, { status, headers });

export const problem = (status: number, code: string, headers: Record<string, string> = {}): Reply =>
  json({ code, error: `It is ${code}.`, requestId: 'r', status }, status, headers);

/** Nobody answers. */
export const cut: Reply = () => Promise.reject(new TypeError('fetch failed'));

/** The answer breaks off in the middle. */
export const halfBody: Reply = () =>
  new Response(
    new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{"succ'));
        queueMicrotask(() => controller.error(new TypeError('terminated')));
      },
    }),
    { headers: { 'content-type': 'application/json' } },
  );

export const tokens = (number: number, user: object = USER): Reply =>
  json({ accessToken: `access-${number}`, refreshToken: `refresh-${number}`, expiresIn: 900, user });

/** Answers when it is told to. */
export function held(): { reply: Reply; answer: (reply: Reply) => Promise<void> } {
  let answer: (response: Response | Promise<Response>) => void = () => undefined;
  const late = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  const call = { url: '', method: '', headers: new Headers(), body: undefined };
  return {
    reply: () => late,
    answer: async (reply) => {
      answer(reply(call));
      await settled();
    },
  };
}

/** A server that answers what it is told, in its order; then `{}`. */
export class ScriptedServer {
  readonly time = new FakeTime();
  readonly replies: Reply[] = [];
  calls: Call[] = [];

  client(options: Partial<ClientOptions> = {}): Client {
    const { time } = this;
    return createClient({
      baseUrl: 'https://wa.shop.kz/',
      fetch: this.fetch,
      platform: { now: () => time.now, random: () => 0, after: (ms, run) => time.after(ms, run) },
      ...options,
    });
  }

  /** The outcome, once time has gone on for as long as it takes. */
  async outcome<T>(asked: Promise<T>, ms = 120_000): Promise<unknown> {
    const end = asked.catch((error: unknown) => error);
    await this.time.advance(ms);
    return end;
  }

  get urls(): string[] {
    return this.calls.map(({ method, url }) => `${method} ${url.replace('https://wa.shop.kz', '')}`);
  }

  private readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { method = '', headers, body, signal } = init;
    signal?.throwIfAborted();
    const call = { url, method, headers: new Headers(headers), body: typeof body === 'string' ? parse(body) : body };
    this.calls.push(call);
    const answer = (this.replies.shift() ?? json({}))(call);
    return new Promise<Response>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
      Promise.resolve(answer).then(resolve, reject);
    });
  };
}

function parse(body: string): unknown {
  return JSON.parse(body);
}
