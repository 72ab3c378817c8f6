/** An entity tag as RFC 9110 (8.8.3) has it; a comma or a star inside of one is a character of it. */
const TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** Whether who sends this `If-None-Match` has the answer with this ETag already: compared weakly, as a proxy may have weakened ours. */
export function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return [...header.matchAll(TAG)].some(([, tag]) => tag === etag);
}
