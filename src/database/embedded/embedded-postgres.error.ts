/** What stopped the embedded PostgreSQL; `message` is the one sentence a person reads, without a stack or a log. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}
