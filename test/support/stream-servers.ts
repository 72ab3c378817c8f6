import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { productionEnvironment, ServerProcess } from './server-process.js';
import { createTestDatabase } from './test-database.js';
import { accessClaims, forgeToken } from './token-forge.js';

export interface StreamWorld {
  users: number;
  /** Of the one channel all of them work in. */
  chats: number;
}

/** Whole servers on one database, with readers who all see all chats, and events written beside the servers. */
export class StreamServers {
  readonly servers: ServerProcess[] = [];
  /** Where each listens, once it does. */
  private readonly urls = new Map<ServerProcess, string>();

  private constructor(
    readonly pool: Pool,
    private readonly environment: Record<string, string>,
    private readonly dropDatabase: () => Promise<void>,
    private readonly world: StreamWorld,
  ) {}

  static async open(world: StreamWorld): Promise<StreamServers> {
    const database = await createTestDatabase();
    const pool = new Pool({ connectionString: database.url, max: 8 });
    pool.on('error', () => undefined);
    const servers = new StreamServers(pool, productionEnvironment(database.url), () => database.drop(), world);
    await servers.make();
    return servers;
  }

  async start(): Promise<ServerProcess> {
    const server = new ServerProcess('main.ts', this.environment);
    this.servers.push(server);
    this.urls.set(server, await server.url());
    return server;
  }

  /** Where those listen that live. */
  livingUrls(): string[] {
    return [...this.urls].filter(([{ isAlive }]) => isAlive).map(([, url]) => url);
  }

  async close(): Promise<void> {
    for (const server of this.servers) if (server.isAlive) server.signal('SIGKILL');
    await Promise.all(this.servers.map((server) => server.exited));
    await this.pool.end();
    await this.dropDatabase();
  }

  /** An access token of a session of its own. */
  async token(userId: number): Promise<string> {
    const sessionId = randomUUID();
    await this.pool.query(
      `insert into sessions (id, user_id, created_at, expires_at) values ($1, $2, now(), now() + interval '1 day')`,
      [sessionId, userId],
    );
    const claims = accessClaims({ userId, sessionId, now: new Date() });
    return forgeToken({ alg: 'HS256', typ: 'JWT' }, claims, { secret: this.environment['JWT_SECRET'] ?? '' });
  }

  /** So many events of random chats, in one transaction that stays open for a while. */
  async write(count: number, openForMs = 0): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query(
        `insert into events (type, occurred_at, channel_id, chat_id)
         select 'chat.updated', now(), 1, 1 + floor(random() * $2)::integer from generate_series(1, $1)`,
        [count, this.world.chats],
      );
      if (openForMs > 0) await client.query('select pg_sleep($1)', [openForMs / 1_000]);
      await client.query('commit');
    } finally {
      client.release();
    }
    await this.pool.query('notify events');
  }

  /** Ids of the chats of all events, in the order of the log. */
  async log(): Promise<number[]> {
    const { rows } = await this.pool.query<{ chatId: number }>(
      'select chat_id::integer as "chatId" from events order by tx, id',
    );
    return rows.map(({ chatId }) => chatId);
  }

  private async make(): Promise<void> {
    const { users, chats } = this.world;
    await this.pool.query(`
      insert into users (id, email, name, password_hash, role) overriding system value
        select n, n || '@example.com', 'Anna', '', 'operator' from generate_series(1, ${users}) as n;
      insert into channels (id, name, phone_number_id, waba_id) values (1, 'Shop', '1', '1');
      insert into channel_members (channel_id, user_id) select 1, id from users;
      insert into customers (id, profile_name) select n, 'Айгуль' from generate_series(1, ${chats}) as n;
      insert into chats (id, channel_id, customer_id, created_at, updated_at)
        select n, 1, n, now(), now() from generate_series(1, ${chats}) as n`);
  }
}
