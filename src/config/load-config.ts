import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { AppConfig, LogLevel, Mode, RateLimits, S3Config } from './app-config.js';
import { ConfigurationError, Environment, EnvironmentReader, splitList } from './environment.js';
import { isPlaceholder, weaknessOf } from './secret-strength.js';

const LOG_LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'];

/** The database alone, for the commands that need nothing else; throws a `ConfigurationError`. */
export function loadDatabaseConfig(environment: Environment): Pick<AppConfig, 'databaseUrl' | 'databaseAdminUrl'> {
  const reader = new EnvironmentReader(environment);
  const config = readDatabase(reader);
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems);
  return config;
}

/** Turns the environment into one typed object, or throws a `ConfigurationError` that names every problem at once. */
export function loadConfig(environment: Environment, mode: Mode): AppConfig {
  const reader = new EnvironmentReader(environment);
  const sandbox = mode === 'sandbox';
  const host = reader.text('HOST') ?? (sandbox ? '127.0.0.1' : '0.0.0.0');
  const port = reader.integer('PORT', 3000, { min: 0, max: 65_535 });
  const config: AppConfig = {
    mode,
    port,
    host,
    publicUrl: reader.url('PUBLIC_URL', `http://localhost:${port}`, ['https:', 'http:']) ?? '',
    corsOrigins: readOrigins(reader, sandbox),
    trustedProxies: readProxies(reader),
    ...readDatabase(reader),
    ...readSecrets(reader, sandbox),
    metaAppSecrets: readAppSecrets(reader),
    metaVerifyToken: readVerifyToken(reader, sandbox),
    metaAppId: reader.text('META_APP_ID'),
    graphApiUrl: reader.url('GRAPH_API_URL', 'https://graph.facebook.com', ['https:', 'http:']) ?? '',
    graphApiVersion: readGraphVersion(reader),
    httpsProxy: reader.url('HTTPS_PROXY', undefined, ['http:', 'https:']),
    rates: readRates(reader),
    logLevel: reader.choice('LOG_LEVEL', sandbox ? 'warn' : 'info', LOG_LEVELS),
    docs: reader.choice('DOCS', 'on', ['on', 'off']) === 'on',
    mediaDir: resolve(reader.text('MEDIA_DIR') ?? 'media'),
    s3: readS3(reader),
    firstAdmin: readFirstAdmin(reader),
  };
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems);
  return config;
}

function readRates(reader: EnvironmentReader): RateLimits {
  const rate = (name: string, fallback: number): number => reader.integer(name, fallback, { min: 0, max: 1_000_000 });
  return {
    // Far above what a person types; a stolen token is what it stops.
    sendsPerMinute: rate('RATE_SENDS_PER_MINUTE', 6_000),
    notFoundPerMinute: rate('RATE_NOT_FOUND_PER_MINUTE', 300),
    loginsPerAccount: rate('RATE_LOGINS_PER_ACCOUNT', 5),
    loginsPerAddress: rate('RATE_LOGINS_PER_ADDRESS', 20),
    // Of some 50 KB each.
    streams: rate('RATE_STREAMS', 6_000),
  };
}

function readOrigins(reader: EnvironmentReader, sandbox: boolean): AppConfig['corsOrigins'] {
  const origins = reader.list('CORS_ORIGINS');
  if (origins.length === 0 && sandbox) return 'loopback';
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      reader.problem(
        'CORS_ORIGINS',
        'must list exact origins such as https://desk.shop.kz, without a path, separated by commas',
      );
    }
  }
  return origins;
}

function readProxies(reader: EnvironmentReader): string[] {
  const proxies = reader.list('TRUSTED_PROXIES');
  for (const proxy of proxies) {
    if (!ipaddr.isValidCIDR(proxy) && !ipaddr.isValid(proxy)) {
      reader.problem('TRUSTED_PROXIES', 'must list addresses or CIDRs such as 10.0.0.0/8, separated by commas');
    }
  }
  return proxies;
}

function readDatabase(
  reader: EnvironmentReader,
): Pick<AppConfig, 'databaseUrl' | 'databaseAdminUrl' | 'migrateOnStart'> {
  const databaseUrl = readDatabaseUrl(reader, 'DATABASE_URL');
  return {
    databaseUrl: reader.required('DATABASE_URL', databaseUrl, 'postgres://user:password@host:5432/database'),
    databaseAdminUrl: readDatabaseUrl(reader, 'DATABASE_ADMIN_URL') ?? databaseUrl ?? '',
    migrateOnStart: reader.choice('MIGRATE_ON_START', 'true', ['true', 'false']) === 'true',
  };
}

function readDatabaseUrl(reader: EnvironmentReader, name: string): string | undefined {
  const value = reader.secret(name);
  if (value === undefined || (URL.canParse(value) && /^postgres(?:ql)?:$/.test(new URL(value).protocol))) return value;
  return reader.problem(name, 'must be a URL that begins with postgres://');
}

function readSecrets(
  reader: EnvironmentReader,
  sandbox: boolean,
): Pick<AppConfig, 'jwtSecret' | 'encryptionKeys' | 'accessTokenTtlSeconds'> {
  const jwtSecret = reader.required('JWT_SECRET', reader.secret('JWT_SECRET'), 'at least 32 random bytes');
  const weakness = jwtSecret === '' ? undefined : weaknessOf(jwtSecret, 32, 128);
  if (weakness !== undefined) reader.problem('JWT_SECRET', weakness);
  const encryptionKeys = readSecretList(reader, 'ENCRYPTION_KEYS', '32 random bytes in base64, newest first').map(
    decodeKey,
  );
  if (encryptionKeys.some((key) => key.length !== 32)) {
    reader.problem('ENCRYPTION_KEYS', 'must list keys of exactly 32 bytes, each in base64 or hex');
  } else if (encryptionKeys.some((key) => new Set(key).size < 8)) {
    reader.problem('ENCRYPTION_KEYS', 'has a key that is too easy to guess; "npm run cli -- secrets" prints real ones');
  }
  return {
    jwtSecret,
    encryptionKeys,
    // 12 h lets a newcomer come back to an open Swagger UI after lunch; in production a stolen token dies in 15 minutes.
    accessTokenTtlSeconds: reader.integer('ACCESS_TOKEN_TTL', sandbox ? 43_200 : 900, {
      min: 60,
      max: sandbox ? 86_400 : 3_600,
    }),
  };
}

/** The key's bytes; empty where the text is neither hex nor base64 (Buffer.from would skip what it does not know). */
function decodeKey(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[\w+/-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
}

/** At least one secret: a lone comma would otherwise count as configured. */
function readSecretList(reader: EnvironmentReader, name: string, what: string): string[] {
  const text = reader.required(name, reader.secret(name), what);
  const secrets = splitList(text);
  if (text !== '' && secrets.length === 0) reader.problem(name, `lists nothing: ${what}`);
  return secrets;
}

function readAppSecrets(reader: EnvironmentReader): string[] {
  const what = "the app's secret from Meta's dashboard; without it no webhook could be trusted";
  const secrets = readSecretList(reader, 'META_APP_SECRET', what);
  for (const secret of secrets) {
    const weakness = weaknessOf(secret, 16, 40);
    if (weakness !== undefined) reader.problem('META_APP_SECRET', weakness);
  }
  return secrets;
}

function readVerifyToken(reader: EnvironmentReader, sandbox: boolean): string | undefined {
  const token = reader.secret('META_VERIFY_TOKEN');
  const weakness = token === undefined || sandbox ? undefined : weaknessOf(token, 16, 40);
  return weakness === undefined ? token : reader.problem('META_VERIFY_TOKEN', weakness);
}

function readGraphVersion(reader: EnvironmentReader): string {
  const version = reader.text('GRAPH_API_VERSION') ?? 'v25.0';
  if (!/^v\d{1,3}\.\d$/.test(version)) reader.problem('GRAPH_API_VERSION', 'must look like v25.0');
  return version;
}

function readS3(reader: EnvironmentReader): S3Config | undefined {
  const store = reader.choice('MEDIA_STORE', 'disk', ['disk', 's3']);
  const bucket = reader.text('S3_BUCKET');
  const region = reader.text('S3_REGION') ?? 'us-east-1';
  const accessKeyId = reader.secret('S3_ACCESS_KEY_ID');
  const secretAccessKey = reader.secret('S3_SECRET_ACCESS_KEY');
  const endpoint = reader.url('S3_ENDPOINT', undefined, ['https:', 'http:']);
  const forcePathStyle = reader.choice('S3_FORCE_PATH_STYLE', 'false', ['true', 'false']) === 'true';
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    reader.problem('S3_ACCESS_KEY_ID', 'and S3_SECRET_ACCESS_KEY go together: set both or neither');
  }
  if (store === 'disk') return undefined;
  const hasKey = accessKeyId !== undefined && secretAccessKey !== undefined;
  return {
    bucket: reader.required('S3_BUCKET', bucket, 'the bucket the files live in, as MEDIA_STORE is s3'),
    region,
    endpoint,
    credentials: hasKey ? { accessKeyId, secretAccessKey } : undefined,
    forcePathStyle,
  };
}

function readFirstAdmin(reader: EnvironmentReader): AppConfig['firstAdmin'] {
  const email = reader.text('FIRST_ADMIN_EMAIL');
  const password = reader.secret('FIRST_ADMIN_PASSWORD');
  if (email === undefined && password === undefined) return undefined;
  if (email === undefined || password === undefined) {
    return reader.problem('FIRST_ADMIN_EMAIL', 'and FIRST_ADMIN_PASSWORD go together: set both or neither');
  }
  if (!/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(email)) reader.problem('FIRST_ADMIN_EMAIL', 'must be an email address');
  if (password.length < 12) reader.problem('FIRST_ADMIN_PASSWORD', 'must have at least 12 characters');
  else if (isPlaceholder(password)) reader.problem('FIRST_ADMIN_PASSWORD', 'is a placeholder that everybody knows');
  return { email, password };
}
