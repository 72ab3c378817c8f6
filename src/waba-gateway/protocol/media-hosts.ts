/** Where Meta's media URLs lead (design section 5); the token goes nowhere else, whatever Graph or a webhook says. */
const META_HOST = /^(?:lookaside\.fbsbx\.com|(?:[a-z0-9-]+\.)+whatsapp\.net)$/;

/**
 * True where our token may go: https on the standard port of Meta's media hosts, or the origin of `GRAPH_API_URL` itself. Judged after
 * parsing, so that `\`, `@`, tabs and percent-escapes mean here what they mean to the client that dials.
 */
export function mayCarryToken(url: string, graphOrigin: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, protocol, hostname, port, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  return origin === graphOrigin || (protocol === 'https:' && port === '' && META_HOST.test(hostname));
}
