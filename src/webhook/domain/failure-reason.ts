/** Why something was not applied, by the class of the failure alone: a driver's sentence may repeat what the customer wrote. */
export function failureReason(error: unknown): string {
  const { name, code } = error as { name?: unknown; code?: unknown };
  const parts = [name, code].filter((part) => typeof part === 'string').join(' ');
  return `not applied: ${parts || 'unknown error'}`;
}
