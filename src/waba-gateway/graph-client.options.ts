/** Where Graph is and how long we wait for it. Also the token by which it is injected. */
export class GraphClientOptions {
  /** Origin of the Graph API, e.g. `https://graph.facebook.com`; a path in front of the version is kept. */
  readonly baseUrl!: string;
  /** With its letter, e.g. `v25.0`: without one Meta picks the oldest that lives. */
  readonly version!: string;
  /** Proxy for an https `baseUrl`; a plain http one is the simulator on this machine and never goes through it. */
  readonly proxyUrl?: string;
  /** All of a send, connecting and reading included; 30 s where not given. */
  readonly timeoutMs?: number;
  /** All of an upload, which may carry 100 MB; 120 s where not given. */
  readonly uploadTimeoutMs?: number;
}
