import type { Dispatcher } from 'undici';
import {
  beforeAbort,
  type OutboundOptions,
  READ_AHEAD_BYTES,
  resolveTarget,
} from '../../common/outbound/outbound-target.js';
import { type OutboundTarget, pinnedClient } from '../../common/outbound/pinned-client.js';
import { type Refusal, summariseAnswer } from '../domain/answer-summary.js';
import { parseRetryAfter } from '../domain/delivery-schedule.js';
import type { AttemptResult, DeliveryError } from '../domain/delivery-state.js';
import { isLoopbackUrl, parseWebhookUrl } from '../domain/webhook-url.js';

export interface WebhookClientOptions extends OutboundOptions {
  /** The sandbox alone: a developer's own program may be the receiver. */
  allowsLoopback?: boolean;
  /** For everything from resolving the name to the end of the answer. */
  timeoutMs?: number;
}

export interface WebhookRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** The real time, by which dates in the answer are read. */
  now: Date;
}

type Answer = Pick<AttemptResult, 'status' | 'error' | 'answer' | 'retryAfterMs'>;

const DEFAULT_TIMEOUT_MS = 10_000;
/** Of the answer so much is read, lest a host that ends none holds us. */
const MAX_ANSWER_BYTES = 64 * 1024;

const DNS_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'ESERVFAIL']);
const TLS_CODE = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/;

/**
 * Posts to URLs that an admin gave, without letting them reach anything but a public host: the name is resolved once, every address is
 * checked, and exactly those are dialled. Redirects are failures: followed, they would undo that check. No cookie, no token goes along.
 */
export class WebhookClient {
  constructor(private readonly options: WebhookClientOptions = {}) {}

  get allowsLoopback(): boolean {
    return this.options.allowsLoopback === true;
  }

  /** Never throws: what went wrong is the result. */
  async post(request: WebhookRequest): Promise<AttemptResult> {
    const startedAt = performance.now();
    const answer = await this.exchange(request);
    return { ...answer, durationMs: Math.round(performance.now() - startedAt) };
  }

  private async exchange(request: WebhookRequest): Promise<Answer> {
    const parsed = parseWebhookUrl(request.url, this.allowsLoopback);
    if (!parsed.ok) return failed('BLOCKED_ADDRESS');
    const timeoutMs = this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    try {
      const target = await beforeAbort(this.resolve(parsed.url), deadline.signal);
      if (target === 'unknown') return failed('DNS');
      if (target === 'private') return failed('BLOCKED_ADDRESS');
      const client = pinnedClient(target, timeoutMs);
      deadline.signal.addEventListener('abort', () => void client.destroy());
      try {
        const response = await client.request(requestOf(parsed.url, request));
        const verdict = judge(response, request.now);
        const body = await beginningOf(response);
        // Nobody looks for what was said to a success.
        const answer = verdict.error === null ? null : summariseAnswer({ ...body, sent: request.body });
        return { ...verdict, answer };
      } finally {
        await client.destroy();
      }
    } catch (error) {
      return failed(deadline.signal.aborted ? 'TIMEOUT' : errorOf(error));
    } finally {
      clearTimeout(timer);
    }
  }

  private async resolve(url: URL): Promise<OutboundTarget | 'unknown' | 'private'> {
    if (!this.allowsLoopback || !isLoopbackUrl(url.href)) return resolveTarget(url, this.options);
    const protocol = url.protocol === 'http:' ? 'http' : 'https';
    const port = Number(url.port) || (protocol === 'http' ? 80 : 443);
    // Programs that listen on `localhost` listen on one of the two.
    const addresses = url.hostname === 'localhost' ? ['127.0.0.1', '::1'] : [url.hostname.replace(/^\[|\]$/g, '')];
    return { host: url.hostname, addresses, port, protocol, ca: this.options.ca };
  }
}

function requestOf(url: URL, { headers, body }: WebhookRequest): Dispatcher.RequestOptions {
  return {
    method: 'POST',
    path: `${url.pathname}${url.search}`,
    headers: {
      'user-agent': 'wa-operator-backend',
      'content-type': 'application/json',
      accept: '*/*',
      'accept-encoding': 'identity',
      ...headers,
      host: url.host,
    },
    body,
    reset: true,
    // Beyond the most that is read: see there.
    highWaterMark: MAX_ANSWER_BYTES + READ_AHEAD_BYTES,
  };
}

/** 2xx alone is success. */
function judge({ statusCode, headers }: Dispatcher.ResponseData, now: Date): Omit<Answer, 'answer'> {
  if (statusCode >= 200 && statusCode < 300) return { status: statusCode, error: null };
  if (statusCode >= 300 && statusCode < 400) return { status: statusCode, error: 'REDIRECT' };
  const retryAfterMs = parseRetryAfter(headers['retry-after'], now);
  return { status: statusCode, error: 'STATUS', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** The status has decided already: a body that breaks off or never ends changes nothing. */
async function beginningOf({ body, headers }: Dispatcher.ResponseData): Promise<Omit<Refusal, 'sent'>> {
  const chunks: Buffer[] = [];
  let size = 0;
  let isWhole = false;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MAX_ANSWER_BYTES) break;
    }
    isWhole = size < MAX_ANSWER_BYTES;
  } catch {
    // As far as it came.
  }
  const encoding = headers['content-encoding'];
  return {
    contentType: headers['content-type'],
    body: Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES),
    isWhole,
    isPlain: encoding === undefined || encoding === 'identity',
  };
}

function failed(error: DeliveryError): Answer {
  return { status: null, error, answer: null };
}

function errorOf(error: unknown): DeliveryError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (DNS_CODES.has(code)) return 'DNS';
  return TLS_CODE.test(code) ? 'TLS' : 'CONNECTION';
}
