import type { components } from './schema.js';

type Schemas = components['schemas'];

/** The stable word of an error, to branch on. `UNKNOWN` where something between us and the server answered in its place. */
export type ProblemCode = Schemas['ErrorCode'] | 'UNKNOWN';

/** The server's one error body, with what some routes add to it. */
export type Problem = Schemas['ProblemDto'] &
  Partial<Omit<Schemas['SendProblemDto'], keyof Schemas['ProblemDto']>> &
  Partial<Omit<Schemas['AssignmentProblemDto'], keyof Schemas['ProblemDto']>>;

/** The server refused. `message` is its sentence, in the client's language: print it; branch on `code`. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  /** Names the request in the server's log. */
  readonly requestId: string | undefined;

  constructor(
    readonly status: number,
    /** The whole body; undefined where it was none of the server's. */
    readonly problem: Problem | undefined,
    /** Seconds to wait before the next try. */
    readonly retryAfter: number | undefined,
  ) {
    super(problem?.error ?? `The server answered ${status}.`);
    this.code = problem?.code ?? 'UNKNOWN';
    this.requestId = problem?.requestId;
  }
}

/** No answer came, or only a part of it: whether the server did what it was asked is not known. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';

  constructor(cause: unknown) {
    super('The server could not be reached.', { cause });
  }

  /** The error itself where it is one already. */
  static of(error: unknown): NetworkError {
    return error instanceof NetworkError ? error : new NetworkError(error);
  }
}

/**
 * The sign-in under which this was asked has ended: signed out or in anew, or in another tab in as somebody else. It is not asked again
 * under another; an earlier try may have reached the server. `cause` is the server's refusal, if one ended it.
 */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError';
  readonly code = 'SIGNED_OUT';

  constructor(cause?: ApiProblem) {
    super('The sign-in under which this was asked has ended.', { cause });
  }
}

/** The error that an answer of 300 or more is. */
export async function problemOf(response: Response, now: number): Promise<ApiProblem> {
  const text = await response.text();
  const retryAfter = readRetryAfter(response.headers.get('retry-after'), now);
  return new ApiProblem(response.status, readProblem(text), retryAfter);
}

function readProblem(text: string): Problem | undefined {
  try {
    const body: unknown = JSON.parse(text);
    const isOurs = typeof body === 'object' && body !== null && 'code' in body && 'requestId' in body;
    return isOurs ? (body as Problem) : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds of a `Retry-After`, which is a number or a date (RFC 9110, 10.2.3); undefined where it is neither. */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}
