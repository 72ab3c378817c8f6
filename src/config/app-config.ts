export type Mode = 'production' | 'sandbox';
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

/** How often somebody may do something; 0 is no limit. */
export interface RateLimits {
  /** Messages of one user in a minute, in each process. */
  sendsPerMinute: number;
  /** Answers 404 to one user in a minute, in each process: more of them is guessing ids. */
  notFoundPerMinute: number;
  /** Failed sign-ins in 15 minutes, over all processes. */
  loginsPerAccount: number;
  loginsPerAddress: number;
  /** Event streams open at a time, in each process. */
  streams: number;
}

/** A bucket of S3 or of a server that speaks as it does. */
export interface S3Config {
  bucket: string;
  region: string;
  endpoint: string | undefined;
  /** Undefined: what the machine's role gives. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
  forcePathStyle: boolean;
}

/** Everything the environment decides, read once and checked. Also the token by which it is injected. */
export class AppConfig {
  readonly mode!: Mode;
  readonly port!: number;
  readonly host!: string;
  /** Base of every link we hand out, without a slash at its end. */
  readonly publicUrl!: string;
  /** Exact origins; `loopback` allows any port of localhost, 127.0.0.1 and [::1] (the sandbox). */
  readonly corsOrigins!: readonly string[] | 'loopback';
  /** CIDRs of the proxies in front of us. */
  readonly trustedProxies!: readonly string[];
  readonly databaseUrl!: string;
  /** For DDL, where the role of `databaseUrl` may not. */
  readonly databaseAdminUrl!: string;
  readonly migrateOnStart!: boolean;
  readonly jwtSecret!: string;
  /** 32 bytes each, newest first: the first encrypts, all decrypt. */
  readonly encryptionKeys!: readonly Buffer[];
  readonly accessTokenTtlSeconds!: number;
  /** Any of them may have signed a webhook, so that a secret can be rotated. */
  readonly metaAppSecrets!: readonly string[];
  /** Undefined: Meta's handshake is always refused. */
  readonly metaVerifyToken!: string | undefined;
  readonly metaAppId!: string | undefined;
  readonly graphApiUrl!: string;
  readonly graphApiVersion!: string;
  readonly httpsProxy!: string | undefined;
  readonly rates!: RateLimits;
  readonly logLevel!: LogLevel;
  readonly docs!: boolean;
  /** Folder of stored files, when they live on disk; of files on their way, wherever they live. */
  readonly mediaDir!: string;
  /** Where files live instead; undefined: on disk. */
  readonly s3!: S3Config | undefined;
  /** Makes the first admin where there is none; both or neither. */
  readonly firstAdmin!: { email: string; password: string } | undefined;
}
