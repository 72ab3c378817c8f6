/** unique_violation and foreign_key_violation. */
const SQLSTATES = new Set(['23505', '23503']);

/** The name of the unique or foreign key constraint that refused a statement, or undefined for any other error. */
export function violatedConstraint(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return typeof code === 'string' && SQLSTATES.has(code) && typeof constraint === 'string' ? constraint : undefined;
}
