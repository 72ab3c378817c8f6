/** Hosts of Meta's files: their links die within minutes, need the channel's token, and are nobody's business but ours. */
const META_HOST = /^(?:lookaside\.fbsbx\.com|graph\.facebook\.com|(?:[\w-]+\.)*(?:whatsapp\.net|fbcdn\.net))$/;

/** What a type carries, without the links to Meta's own files that webhooks put there (`image.url`, since October 2025). */
export function withoutMetaLinks(details: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details)
      .filter(([key, value]) => !isMetaLink(key, value))
      .map(([key, value]) => [key, clean(value)]),
  );
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  return typeof value === 'object' && value !== null ? withoutMetaLinks({ ...value }) : value;
}

/** By key too: what a customer wrote stays as it is, a link to Meta included. */
function isMetaLink(key: string, value: unknown): boolean {
  if (!/ur[il]$/i.test(key) || typeof value !== 'string' || !URL.canParse(value)) return false;
  return META_HOST.test(new URL(value).hostname);
}
