/** Where a request came from, for the audit trail. */
export class RequestOrigin {
  readonly requestId!: string | null;
  readonly ip!: string | null;
  /** The API key it came with, if it did. */
  readonly apiKeyId?: number;
}

/** For what the program does by itself or a person at its command line. */
export const NO_REQUEST: RequestOrigin = { requestId: null, ip: null };

/** X-Forwarded-For counts in `ip` only from the proxies of `TRUSTED_PROXIES`. */
export function originOf(request: { id: string; ip: string; user?: { key?: { id: number } | null } }): RequestOrigin {
  const { id: requestId, ip, user } = request;
  return user?.key ? { requestId, ip, apiKeyId: user.key.id } : { requestId, ip };
}
