/**
 * True for a JWT whose header and payload are JSON objects, and whose header asks for no extension (`crit`, RFC 7515, 4.1.11: a
 * reader that does not understand one must refuse, and we understand none). The library looks at neither, and throws a TypeError at
 * the payload `null`. Other members of the header (`kid`, `jku`, `jwk`, `x5u`) mean nothing to us and are never followed.
 */
export function isPlainJwt(token: string): boolean {
  const [header, payload, ...rest] = token.split('.');
  const parsed = parseObject(header);
  return parsed !== undefined && !('crit' in parsed) && parseObject(payload) !== undefined && rest.length === 1;
}

function parseObject(part: string | undefined): object | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
