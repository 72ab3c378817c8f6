import { Agent, Dispatcher, Pool, ProxyAgent } from 'undici';
import { ForwardingHandler } from './forwarding-handler.js';

const CONNECT_TIMEOUT_MS = 5000;
/** Meta closes idle connections; a request that meets the close is uncertain, so ours go first. */
const KEEP_ALIVE_MS = 4000;
/** Graph's answers have some hundred bytes; beyond this it is not Graph that talks. */
const RESPONSE_MAX_BYTES = 1024 * 1024;

export interface GraphDispatcherOptions {
  baseUrl: string;
  proxyUrl?: string;
  /** How long the slowest call may be silent; the deadline of each call is its own matter. */
  silenceMs: number;
  /** Of an answer; -1 for files, which whoever reads them limits. */
  maxResponseBytes?: number;
}

/**
 * The connections to Graph. Follows no redirects and repeats nothing (undici does neither unless told to; one request
 * at a time on a connection keeps it from writing a request anew).
 */
export function createGraphDispatcher({
  baseUrl,
  proxyUrl,
  silenceMs,
  maxResponseBytes = RESPONSE_MAX_BYTES,
}: GraphDispatcherOptions): Dispatcher {
  const options = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    maxResponseSize: maxResponseBytes,
    pipelining: 1,
  };
  if (proxyUrl === undefined || !baseUrl.startsWith('https:')) {
    return new Agent({ ...options, connect: { timeout: CONNECT_TIMEOUT_MS } });
  }
  return new ProxyAgent({
    ...options,
    uri: proxyUrl,
    proxyTls: { timeout: CONNECT_TIMEOUT_MS },
    requestTls: { timeout: CONNECT_TIMEOUT_MS },
    clientFactory: createTunnelPool,
  });
}

/**
 * The connections to the proxy. A proxy that closes during CONNECT makes undici 7 connect again without pause or end,
 * because it takes the proxy's socket error for one of an idle connection; under another name it fails the request.
 */
function createTunnelPool(origin: URL, options: object): Dispatcher {
  const pool = new Pool(origin, { ...options, headersTimeout: CONNECT_TIMEOUT_MS });
  return pool.compose((dispatch) => (request, handler) => dispatch(request, new TunnelHandler(handler)));
}

class TunnelHandler extends ForwardingHandler {
  override onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    super.onResponseError(
      controller,
      Object.assign(new Error('No tunnel through the proxy'), { code: 'PROXY_TUNNEL', cause: error }),
    );
  }
}
