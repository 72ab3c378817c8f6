import { parsePublicUrl } from '../../common/outbound/public-url.js';

export type MediaUrlResult =
  { ok: true; url: URL } | { ok: false; code: 'MEDIA_URL_INVALID' | 'MEDIA_URL_BLOCKED'; reason: string };

/**
 * Reads a media URL as an operator wrote it: `https` on port 443, towards what can be public. A wrong form is MEDIA_URL_INVALID; a
 * private name or address is MEDIA_URL_BLOCKED.
 */
export function parseMediaUrl(text: string): MediaUrlResult {
  const parsed = parsePublicUrl(text, { name: 'media URL', ports: [443] });
  if (parsed.ok) return parsed;
  return {
    ok: false,
    code: parsed.kind === 'blocked' ? 'MEDIA_URL_BLOCKED' : 'MEDIA_URL_INVALID',
    reason: parsed.reason,
  };
}
