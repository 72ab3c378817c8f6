/** RFC 8288 link to the next page of a list: what was asked, with the cursor of that page. Undefined on the last page. */
export function nextLink(requestUrl: string, nextCursor: string | null): string | undefined {
  if (nextCursor === null) return undefined;
  // What the caller wrote is spelt anew, so that nothing of it can leave the header.
  const { pathname, searchParams } = new URL(requestUrl, 'http://localhost');
  searchParams.set('cursor', nextCursor);
  return `<${pathname}?${searchParams.toString()}>; rel="next"`;
}
