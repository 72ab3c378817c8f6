import type { Dispatcher } from 'undici';
import {
  beforeAbort,
  type OutboundOptions,
  READ_AHEAD_BYTES,
  resolveTarget,
} from '../../common/outbound/outbound-target.js';
import { pinnedClient, type OutboundTarget } from '../../common/outbound/pinned-client.js';
import { bodyToFile, tooLarge, type OrRefusal } from './body-to-file.js';
import { refuse, unreachable, type FetchRefusal } from './fetch-refusal.js';
import { startHostDeadline } from './host-deadline.js';
import { parseMediaUrl } from './media-url.js';
import { receiveBody } from './receive-body.js';
import { WaitingBytes } from './waiting-bytes.js';

export interface FetchedFile {
  ok: true;
  path: string;
  /** Bytes. Zero is possible: an empty file has no type, so sniffing refuses it. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
  /** What the host claims; never trusted, see `sniffMediaType`. */
  contentType?: string;
}

export interface MediaFetcherOptions extends OutboundOptions {
  /** For everything from resolving the name to the last byte that comes in; what our disk takes is not counted. */
  timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** The whole of what a media host learns about us. */
const REQUEST_HEADERS = { 'user-agent': 'wa-operator-backend', accept: '*/*', 'accept-encoding': 'identity' };

/**
 * Fetches a file from a URL that an operator typed, without letting that URL reach anything but a public host.
 *
 * The name is resolved once, every address is checked (one private among many refuses all), and exactly those addresses
 * are dialled, so a name that changes its answer meanwhile gains nothing. Redirects and compression are refused: the
 * first would undo the check of the address, the second that of the size. No cookie and no token of ours goes along.
 */
export class MediaFetcher {
  constructor(
    private readonly options: MediaFetcherOptions = {},
    private readonly waiting = new WaitingBytes(),
  ) {}

  /**
   * Streams the body of `url` into `destination`, which must not exist yet. After a refusal or an error it does not
   * exist either. Throws only what the file system throws (disk full), and 503 `OVERLOADED` where too much waits for a slow one.
   */
  async fetch(url: string, limits: { maxBytes: number }, destination: string): Promise<FetchedFile | FetchRefusal> {
    const parsed = parseMediaUrl(url);
    if (!parsed.ok) return parsed;
    const timeoutMs = this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const deadline = new AbortController();
    const stopClock = startHostDeadline(timeoutMs, () => deadline.abort());
    const orRefusal: OrRefusal = (promise) =>
      promise.catch((error: unknown) =>
        deadline.signal.aborted
          ? refuse('MEDIA_UNREACHABLE', `The media host took longer than ${timeoutMs / 1000} s.`)
          : unreachable(error),
      );
    try {
      const target = await orRefusal(beforeAbort(this.resolve(parsed.url), deadline.signal));
      if ('code' in target) return target;
      const client = pinnedClient(target, timeoutMs);
      deadline.signal.addEventListener('abort', () => void client.destroy());
      try {
        const answer = await orRefusal(client.request(requestOf(parsed.url, limits.maxBytes)));
        if ('code' in answer) return answer;
        const { waiting } = this;
        return await save(answer, limits.maxBytes, destination, { orRefusal, stopClock, waiting });
      } finally {
        await client.destroy();
      }
    } finally {
      stopClock();
    }
  }

  private async resolve(url: URL): Promise<OutboundTarget | FetchRefusal> {
    const target = await resolveTarget(url, this.options);
    if (target === 'unknown') return refuse('MEDIA_UNREACHABLE', 'The media host has no address.');
    if (target === 'private') {
      return refuse('MEDIA_URL_BLOCKED', 'The media URL points to an address that is not public.');
    }
    return target;
  }
}

function requestOf(url: URL, maxBytes: number): Dispatcher.RequestOptions {
  return {
    method: 'GET',
    path: `${url.pathname}${url.search}`,
    headers: { ...REQUEST_HEADERS, host: url.host },
    reset: true,
    // Beyond the whole file: see there.
    highWaterMark: maxBytes + READ_AHEAD_BYTES,
  };
}

async function save(
  answer: Dispatcher.ResponseData,
  maxBytes: number,
  destination: string,
  { orRefusal, stopClock, waiting }: { orRefusal: OrRefusal; stopClock: () => void; waiting: WaitingBytes },
): Promise<FetchedFile | FetchRefusal> {
  const refusal = judgeAnswer(answer, maxBytes);
  if (refusal !== null) return refusal;
  const received = receiveBody(answer.body, maxBytes, stopClock, waiting);
  try {
    const saved = await bodyToFile(received.chunks, destination, maxBytes, orRefusal);
    if ('code' in saved) return received.refusal() ?? saved;
    const contentType = answer.headers['content-type'];
    return { ok: true, path: destination, ...saved, ...(typeof contentType === 'string' && { contentType }) };
  } finally {
    received.chunks.destroy();
  }
}

function judgeAnswer({ statusCode, headers }: Dispatcher.ResponseData, maxBytes: number): FetchRefusal | null {
  if (statusCode >= 300 && statusCode < 400) {
    return refuse(
      'MEDIA_UNREACHABLE',
      `The media URL answers with a redirect (${statusCode}); redirects are not followed.`,
    );
  }
  if (statusCode !== 200) return refuse('MEDIA_UNREACHABLE', `The media host answered ${statusCode} instead of 200.`);
  if (isEncoded(headers['content-encoding'], 'identity') || isEncoded(headers['transfer-encoding'], 'chunked')) {
    // A few KiB may unpack to gigabytes, and we asked for the plain file.
    return refuse('MEDIA_TOO_LARGE', 'The media host sent the file compressed, so its true size cannot be limited.');
  }
  return Number(headers['content-length'] ?? 0) > maxBytes ? tooLarge(maxBytes) : null;
}

function isEncoded(header: string | string[] | undefined, harmless: string): boolean {
  const value = String(header ?? '')
    .trim()
    .toLowerCase();
  return value !== '' && value !== harmless;
}
