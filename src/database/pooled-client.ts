import { Client, type ClientConfig } from 'pg';

/** read_only_sql_transaction */
const READ_ONLY = '25006';

const open = new Set<PooledClient>();

/**
 * A connection of the pool. It ends itself when it turns out to lead to a server that takes no writes: after a failover the next one
 * leads to the new primary, while this one would go on failing for as long as it is open.
 */
export class PooledClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    open.add(this);
    this.once('end', () => open.delete(this));
    // In the moment in which the pool hands it out nobody else listens, and an error nobody hears of would end the process.
    this.on('error', () => undefined);
    this.connection.on('errorMessage', ({ code }: { code?: string }) => {
      // Not before the error has reached the one who asked.
      if (code === READ_ONLY) setImmediate(() => this.abandon());
    });
  }

  /** Ends every open connection, whatever runs on it: it fails with "Connection terminated". */
  static abandonAll(): void {
    for (const client of open) client.abandon();
  }

  private abandon(): void {
    this.connection.stream.destroy();
  }
}
