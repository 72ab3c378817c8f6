import { DataSource, EntityManager } from 'typeorm';

/** serialization_failure and deadlock_detected: PostgreSQL asks for the transaction to be run again. */
const RETRYABLE_SQLSTATES = new Set(['40001', '40P01']);
const MAX_TRIES = 4;

/**
 * Runs `work` in one transaction and again, at most three times, when PostgreSQL broke it off for a deadlock or a serialisation
 * failure. `work` must do nothing outside the database that it may not do twice.
 */
export async function transaction<T>(dataSource: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await dataSource.transaction(work);
    } catch (error) {
      if (attempt >= MAX_TRIES || !isRetryable(error)) throw error;
    }
  }
}

function isRetryable(error: unknown): boolean {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' && RETRYABLE_SQLSTATES.has(code);
}
