import { EntityManager } from 'typeorm';

/**
 * Locks names that have no row yet until the transaction ends: a customer about to be created, a wamid two transactions are about to
 * meet over. In sorted order, and before any row is locked, so that two callers never wait for each other in a circle.
 */
export async function lockNames(manager: EntityManager, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await manager.query(
    `select pg_advisory_xact_lock(key) from (
       select distinct hashtextextended(name, 0) as key from unnest($1::text[]) as name order by key
     ) as sorted`,
    [names],
  );
}
