import { looksLikeApiKey } from './api-key-text.js';

/** Three parts of base64url, the first of them JSON that begins with `{"`. */
const JWT = /^(?:bearer[ +])?eyJ[\w-]*\.[\w-]*\.[\w-]*$/i;

/** Whether some parameter of a query, under whatever name, is an access token, a refresh token or an API key. */
export function holdsToken(query: unknown): boolean {
  const values = Object.values(Object(query) as Record<string, unknown>).flat();
  return values.some((value) => typeof value === 'string' && (JWT.test(value) || looksLikeApiKey(value)));
}
