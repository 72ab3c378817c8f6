/**
 * Which channels of an account an update speaks of: all, where it names no number; else the one with that number, or the only one
 * whose number is not known yet.
 */
export function channelsConcerned<T extends { displayPhoneNumber: string | null }>(
  channels: readonly T[],
  number: string | undefined,
): T[] {
  if (number === undefined) return [...channels];
  const named = channels.filter(({ displayPhoneNumber }) => displayPhoneNumber === number);
  const unknown = channels.filter(({ displayPhoneNumber }) => displayPhoneNumber === null);
  if (named.length > 0) return named;
  return unknown.length === 1 ? unknown : [];
}
