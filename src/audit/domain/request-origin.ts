/** Where a request came from, for the audit trail. */
export class RequestOrigin {
  readonly requestId!: string | null;
  readonly ip!: string | null;
}

/** For what the program does by itself or a person at its command line. */
export const NO_REQUEST: RequestOrigin = { requestId: null, ip: null };
