import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { createApp } from '../../src/app.js';
import { AuthService } from '../../src/auth/sessions/auth.service.js';
import type { LoginResult } from '../../src/auth/domain/login-result.js';
import type { Role } from '../../src/auth/domain/role.js';
import { PasswordHasher } from '../../src/auth/passwords/password-hasher.js';
import type { AccessPolicy } from '../../src/channels/domain/channel.js';
import { FakeClock } from '../../src/common/clock.js';
import { Logger } from '../../src/common/logger.js';
import type { AppConfig } from '../../src/config/app-config.js';
import type { Environment } from '../../src/config/environment.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { MediaFetcherOptions } from '../../src/media/fetch/media-fetcher.js';
import { createTestDatabase } from './test-database.js';

/** The password of every user the fixtures make. */
export const TEST_PASSWORD = 'correct horse battery';
/** Where the tests' clock stands until it is moved. */
export const TEST_NOW = '2026-03-01T12:00:00.000Z';

export interface TestAppOptions {
  /** Variables that differ from the complete environment below. */
  environment?: Environment;
  now?: Date;
  /** A clock shared with others; else one that stands at `now`. */
  clock?: FakeClock;
  mediaFetching?: MediaFetcherOptions;
}

export interface ApiCall {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface ApiAnswer<T> {
  status: number;
  headers: Headers;
  /** The parsed JSON; undefined where there is none. */
  body: T;
  text: string;
}

export interface TestUser {
  id: number;
  email: string;
  name: string;
  role: Role;
  password: string;
}

/** A connection has to stand within a second, which a machine that runs other suites beside this one may not keep. */
function waitLongerForConnections({ driver }: DataSource): void {
  if (!(driver instanceof PostgresDriver)) return;
  const { options }: Pool = driver.master;
  options.connectionTimeoutMillis = 30_000;
}

/** The whole application on a port of its own, with a database of its own and a clock that stands still. */
export class TestApp {
  private passwordHash: string | undefined;
  private count = 0;

  constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly clock: FakeClock,
    readonly config: AppConfig,
    private readonly cleanUp: () => Promise<void>,
  ) {}

  get dataSource(): DataSource {
    return this.app.get(DataSource, { strict: false });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.cleanUp();
  }

  /** One request through the public door. A body is sent as JSON; a string is sent as it is. */
  async call<T = Record<string, unknown>>(method: string, path: string, call: ApiCall = {}): Promise<ApiAnswer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
        ...call.headers,
      },
      ...(call.body === undefined
        ? {}
        : { body: typeof call.body === 'string' ? call.body : JSON.stringify(call.body) }),
    });
    const text = await response.text();
    const isJson = text !== '' && /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : undefined) as T,
    };
  }

  /** Rows of a query; what TypeORM wraps for UPDATE and DELETE is not unwrapped. */
  rows<T = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.dataSource.query(sql, parameters);
  }

  /** Signs in over HTTP. */
  login(user: Pick<TestUser, 'email' | 'password'>): Promise<ApiAnswer<LoginResult>> {
    return this.call('POST', '/api/auth/login', { body: { email: user.email, password: user.password } });
  }

  /** A session without the cost of a password. */
  session(user: Pick<TestUser, 'id'>): Promise<LoginResult> {
    return this.app.get(AuthService, { strict: false }).mintSession(user.id);
  }

  /** An access token of a new session. */
  async tokenOf(user: Pick<TestUser, 'id'>): Promise<string> {
    return (await this.session(user)).accessToken;
  }

  /** A user with `TEST_PASSWORD`, unless told otherwise an operator. */
  async createUser(given: Partial<Omit<TestUser, 'id' | 'password'>> = {}): Promise<TestUser> {
    this.count += 1;
    const { role = 'operator', name = 'Anna', email = `user${this.count}@example.com` } = given;
    this.passwordHash ??= await this.app.get(PasswordHasher, { strict: false }).hash(TEST_PASSWORD);
    const [row] = await this.rows<{ id: number }>(
      `insert into users (email, name, password_hash, role, created_at, updated_at) values ($1, $2, $3, $4, $5, $5) returning id`,
      [email, name, this.passwordHash, role, this.clock.now()],
    );
    return { id: row?.id ?? 0, email, name, role, password: TEST_PASSWORD };
  }

  /** A user together with an access token. */
  async signedIn(given: Partial<Omit<TestUser, 'id' | 'password'>> = {}): Promise<TestUser & { token: string }> {
    const user = await this.createUser(given);
    return { ...user, token: await this.tokenOf(user) };
  }

  /** A channel made through the API, so that its token is encrypted as in life. */
  async createChannel(
    given: {
      name?: string;
      phoneNumberId?: string;
      wabaId?: string;
      wabaAccessToken?: string;
      accessPolicy?: AccessPolicy;
    } = {},
  ): Promise<{ id: number; phoneNumberId: string }> {
    this.count += 1;
    const channel = {
      name: 'Shop',
      phoneNumberId: String(106_540_352_000_000 + this.count),
      wabaId: '102290129340398',
      ...given,
    };
    const admin = await this.signedIn({ role: 'admin' });
    const { status, body, text } = await this.call<{ id: number }>('POST', '/api/admin/channels', {
      token: admin.token,
      body: channel,
    });
    if (status !== 201) throw new Error(`the channel was not created: ${text}`);
    return { id: body.id, phoneNumberId: channel.phoneNumberId };
  }

  async addMember(channel: { id: number }, user: { id: number }): Promise<void> {
    await this.rows('insert into channel_members (channel_id, user_id) values ($1, $2)', [channel.id, user.id]);
  }
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = await createTestDatabase();
  const mediaDir = await mkdtemp(join(tmpdir(), 'wa-operator-media-'));
  const cleanUp = async (): Promise<void> => {
    await database.drop();
    await rm(mediaDir, { recursive: true, force: true });
  };
  try {
    const config = loadConfig(
      {
        PORT: '0',
        HOST: '127.0.0.1',
        PUBLIC_URL: 'http://localhost:3000',
        DATABASE_URL: database.url,
        MIGRATE_ON_START: 'false',
        JWT_SECRET: randomBytes(48).toString('base64url'),
        ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
        META_APP_SECRET: randomBytes(16).toString('hex'),
        META_VERIFY_TOKEN: randomBytes(16).toString('hex'),
        GRAPH_API_URL: 'http://127.0.0.1:9',
        LOG_LEVEL: 'silent',
        MEDIA_DIR: mediaDir,
        ...options.environment,
      },
      'production',
    );
    const clock = options.clock ?? new FakeClock(options.now ?? new Date(TEST_NOW));
    const { mediaFetching } = options;
    const app = await createApp({
      config,
      clock,
      logger: new Logger(config.logLevel),
      ...(mediaFetching ? { mediaFetching } : {}),
    });
    waitLongerForConnections(app.get(DataSource, { strict: false }));
    await app.listen(config.port, config.host);
    return new TestApp(app, await app.getUrl(), clock, config, cleanUp);
  } catch (error) {
    await cleanUp();
    throw error;
  }
}
