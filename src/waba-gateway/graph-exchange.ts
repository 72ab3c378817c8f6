import { Dispatcher, FormData } from 'undici';
import { failpoint } from '../common/failpoint.js';
import { ForwardingHandler } from './forwarding-handler.js';
import { GraphAnswer } from './graph-answer.js';
import { asObject } from './protocol/json-fields.js';

export interface GraphRequest {
  origin: string;
  path: string;
  method?: 'GET' | 'POST' | 'DELETE' | undefined;
  headers: Record<string, string>;
  body?: string | FormData | null | undefined;
  /** All of it, from the first attempt to connect to the last byte of the answer. */
  timeoutMs: number;
  /** Asked when the first byte is about to be written; false drops the request unsent. */
  mayLeave?: (() => boolean) | undefined;
}

/** An answer, whatever it says, or why there is none and whether bytes of the request may have left. */
export type Exchange =
  | { kind: 'answered'; answer: GraphAnswer }
  | { kind: 'uncertain'; reason: string }
  | { kind: 'unsent'; reason: string };

/**
 * One request. Whether bytes left is not guessed from error codes (a reset happens before, during and after a request):
 * undici tells a handler just before it writes to a connected, TLS-checked socket, and never told means never written.
 */
export async function exchange(dispatcher: Dispatcher, request: GraphRequest): Promise<Exchange> {
  const flight = { hasStarted: false };
  const { expired, signal, clear } = startDeadline(request.timeoutMs);
  try {
    // The race is needed: undici heeds the signal only once connected, and then drops the request unwritten.
    return { kind: 'answered', answer: await Promise.race([post(dispatcher, request, { flight, signal }), expired]) };
  } catch (error) {
    return { kind: flight.hasStarted ? 'uncertain' : 'unsent', reason: reasonOf(error) };
  } finally {
    clear();
  }
}

interface Flight {
  hasStarted: boolean;
}

async function post(
  dispatcher: Dispatcher,
  { origin, path, method = 'POST', headers, body, mayLeave }: GraphRequest,
  { flight, signal }: { flight: Flight; signal: AbortSignal },
): Promise<GraphAnswer> {
  const watched = dispatcher.compose((dispatch) => (options, handler) => {
    return dispatch(options, new FlightHandler(handler, flight, mayLeave));
  });
  const response = await watched.request({ origin, path, method, headers, body: body ?? null, signal });
  return { status: response.statusCode, body: await response.body.text() };
}

class FlightHandler extends ForwardingHandler {
  constructor(
    next: Dispatcher.DispatchHandler,
    private readonly flight: Flight,
    private readonly mayLeave: () => boolean = () => true,
  ) {
    super(next);
  }

  override onRequestStart(...args: Parameters<ForwardingHandler['onRequestStart']>): void {
    failpoint('b1');
    this.flight.hasStarted = this.mayLeave();
    super.onRequestStart(...args);
    if (!this.flight.hasStarted) return args[0].abort(Object.assign(new Error('Too late'), { code: 'TOO_LATE' }));
    // undici writes head and body in this same turn.
    queueMicrotask(() => failpoint('b2'));
  }

  override onResponseStart(...args: Parameters<ForwardingHandler['onResponseStart']>): void {
    failpoint('b3');
    super.onResponseStart(...args);
  }
}

function startDeadline(timeoutMs: number): { expired: Promise<never>; signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(Object.assign(new Error('No answer in time'), { code: 'TIMEOUT' }));
    controller.abort();
  }, timeoutMs);
  return { expired, signal: controller.signal, clear: () => clearTimeout(timer) };
}

/** The bare code: the messages of network errors can quote addresses, headers and the proxy's password. */
function reasonOf(error: unknown): string {
  const { code, name } = asObject(error) ?? {};
  const words = [code, name].filter((word) => typeof word === 'string');
  return words.find((word) => /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(word)) ?? 'unknown error';
}
