import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { Dispatcher } from 'undici';
import { readMediaAnswer } from './graph-answer.js';
import { GraphClientOptions } from './graph-client.options.js';
import { createGraphDispatcher } from './graph-dispatcher.js';
import { exchange } from './graph-exchange.js';
import { FoundMedia, GraphChannel, OpenedMedia } from './graph.types.js';
import { mayCarryToken } from './protocol/media-hosts.js';

const FIND_TIMEOUT_MS = 15_000;
/** Beyond the whole file, so that undici never pauses: where the other side closes while it does, undici 7 ends the process. */
const READ_AHEAD_BYTES = 1024 * 1024;
/** Between two pieces of a file; the whole of it is the reader's matter. */
const SILENCE_MS = 20_000;

/** Customers' files at Meta. Answers with outcomes and never throws for what Graph or the network do. */
@Injectable()
export class GraphMediaService implements OnApplicationShutdown {
  private readonly dispatcher: Dispatcher;
  private readonly origin: string;
  private readonly basePath: string;

  constructor(options: GraphClientOptions) {
    const base = new URL(options.baseUrl);
    this.origin = base.origin;
    this.basePath = `${base.pathname.replace(/\/+$/, '')}/${options.version}`;
    this.dispatcher = createGraphDispatcher({
      baseUrl: options.baseUrl,
      silenceMs: SILENCE_MS,
      maxResponseBytes: -1,
      ...(options.proxyUrl ? { proxyUrl: options.proxyUrl } : {}),
    });
  }

  /** GET /{media-id}: where the file is for the next five minutes. */
  async find({ phoneNumberId, accessToken }: GraphChannel, mediaId: string): Promise<FoundMedia> {
    const result = await exchange(this.dispatcher, {
      origin: this.origin,
      path: `${this.basePath}/${encodeURIComponent(mediaId)}?phone_number_id=${encodeURIComponent(phoneNumberId)}`,
      method: 'GET',
      headers: { accept: 'application/json', authorization: `Bearer ${accessToken}` },
      timeoutMs: FIND_TIMEOUT_MS,
    });
    return result.kind === 'answered'
      ? readMediaAnswer(result.answer, accessToken)
      : { kind: 'failed', reason: result.reason };
  }

  /**
   * Begins to download a file. The token goes to Meta's own hosts alone, and no redirect is followed, which would carry it on. The body
   * must be read to its end or destroyed, which ends the connection (see pinnedClient in media on why no signal does).
   */
  async open({ accessToken }: GraphChannel, url: string, maxBytes: number): Promise<OpenedMedia> {
    if (!mayCarryToken(url, this.origin)) return { kind: 'foreign' };
    const { origin, pathname, search } = new URL(url);
    try {
      const { statusCode, headers, body } = await this.dispatcher.request({
        origin,
        path: `${pathname}${search}`,
        method: 'GET',
        headers: { accept: '*/*', 'accept-encoding': 'identity', authorization: `Bearer ${accessToken}` },
        highWaterMark: maxBytes + READ_AHEAD_BYTES,
      });
      if (statusCode === 200) {
        const length = Number(headers['content-length'] ?? Number.NaN);
        return { kind: 'opened', body, length: Number.isSafeInteger(length) ? length : null };
      }
      body.on('error', () => undefined).destroy();
      return { kind: 'failed', reason: `HTTP ${statusCode}` };
    } catch {
      return { kind: 'failed', reason: 'no answer' };
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.dispatcher.destroy();
  }
}
