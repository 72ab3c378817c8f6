/** The header of a list that goes on. */
export const LINK_HEADER = {
  Link: {
    description: '`rel="next"` where there is a next page (RFC 8288).',
    schema: { type: 'string' },
  },
} as const;

/** RFC 8288 link to the next page of a list: its own query with the cursor of that page. Undefined on the last page. */
export function nextLink(path: string, query: object, nextCursor: string | null): string | undefined {
  if (nextCursor === null) return undefined;
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries<string | number | boolean | undefined>({ ...query, cursor: nextCursor })) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return `</api/waba/operator/${path}?${parameters.toString()}>; rel="next"`;
}
