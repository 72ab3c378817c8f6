export interface Answer<T> {
  /** Null where no answer came. */
  status: number | null;
  retryAfter: string | null;
  body: T | undefined;
  /** Milliseconds of a monotonic clock. */
  invokedAt: number;
  endedAt: number;
}

export interface ApiRequest {
  token: string;
  headers?: Record<string, string>;
  body?: unknown;
  patienceMs?: number | undefined;
}

const PATIENCE_MS = 15_000;

/** One call, once; never throws for what the server or the network do. A missing `url` is a server that cannot be reached. */
export async function callApi<T>(url: string | undefined, path: string, request: ApiRequest): Promise<Answer<T>> {
  const invokedAt = performance.now();
  const { token, headers, body } = request;
  const unanswered = (): Answer<T> => {
    return { status: null, retryAfter: null, body: undefined, invokedAt, endedAt: performance.now() };
  };
  if (url === undefined) return unanswered();
  try {
    const response = await fetch(`${url}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      signal: AbortSignal.timeout(request.patienceMs ?? PATIENCE_MS),
    });
    const text = await response.text();
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: text === '' ? undefined : (JSON.parse(text) as T),
      invokedAt,
      endedAt: performance.now(),
    };
  } catch {
    return unanswered();
  }
}
