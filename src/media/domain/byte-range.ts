export type ByteRange = { kind: 'whole' } | { kind: 'part'; start: number; end: number } | { kind: 'unsatisfiable' };

/** One range from a position on, with or without an end. Nine quadrillion bytes are more than any file. */
const ONE_RANGE = /^bytes=(\d{1,15})-(\d{1,15})?$/i;

/**
 * Reads a Range header against a file of `size` bytes: whole file (200), inclusive positions (206) or neither (416).
 * Only what players and download managers send is served, one range with a start; lists, suffixes (`-1`) and nonsense
 * in bytes are 416. Another unit is ignored, as RFC 9110 asks.
 */
export function parseByteRange(header: string | undefined, size: number): ByteRange {
  if (header === undefined || !/^bytes=/i.test(header)) return { kind: 'whole' };
  const match = ONE_RANGE.exec(header);
  const start = Number(match?.[1] ?? size);
  const end = Math.min(Number(match?.[2] ?? size - 1), size - 1);
  return start > end ? { kind: 'unsatisfiable' } : { kind: 'part', start, end };
}
