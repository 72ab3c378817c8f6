import type { Client } from 'pg';

/**
 * Notes in a test's database which server leased what. Leases of a server that was killed can then be ended at once, and those of the
 * living are left alone: to end these would break the promise that a worker holds its chat alone.
 */
export async function watchLeases(client: Client): Promise<void> {
  await client.query(`
    create table lease_holders (lease_owner uuid primary key, server text not null);
    create function note_lease() returns trigger language plpgsql as $$
    begin
      insert into lease_holders values (new.lease_owner, current_setting('application_name')) on conflict do nothing;
      return null;
    end $$;
    create trigger note_lease after insert or update of lease_owner on chat_queue for each row
      when (new.lease_owner is not null) execute function note_lease();
    create trigger note_lease after update of lease_owner on webhook_inbox for each row
      when (new.lease_owner is not null) execute function note_lease();`);
}

/** Ends the leases of a dead server; false while PostgreSQL still works on what that server asked for last. */
export async function endLeasesOf(client: Client, server: string): Promise<boolean> {
  const sessions = await client.query('select from pg_stat_activity where application_name = $1', [server]);
  if (sessions.rows.length > 0) return false;
  for (const table of ['chat_queue', 'webhook_inbox']) {
    await client.query(
      `update ${table} set lease_expires_at = now() - interval '1 s'
       where lease_owner in (select lease_owner from lease_holders where server = $1)`,
      [server],
    );
  }
  return true;
}
