/** The advertisement or post a customer came from. Every text is theirs who wrote the ad; `sourceUrl` is http or https. */
export interface Referral {
  sourceType: string | null;
  sourceId: string | null;
  sourceUrl: string | null;
  headline: string | null;
  body: string | null;
  mediaType: string | null;
  clickId: string | null;
  welcomeText: string | null;
}

/** Meta's `referral` as the operators' API names it; null where there is none that says anything. */
export function toReferral(value: unknown): Referral | null {
  if (!isRecord(value)) return null;
  const url = textOf(value['source_url']);
  const referral = {
    sourceType: textOf(value['source_type']),
    sourceId: textOf(value['source_id']),
    sourceUrl: url !== null && isWebLink(url) ? url : null,
    headline: textOf(value['headline']),
    body: textOf(value['body']),
    mediaType: textOf(value['media_type']),
    // Missing for ads in WhatsApp's status (Meta's changelog, October 2025).
    clickId: textOf(value['ctwa_clid']),
    welcomeText: isRecord(value['welcome_message']) ? textOf(value['welcome_message']['text']) : null,
  };
  return Object.values(referral).every((part) => part === null) ? null : referral;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A link that runs a script where somebody clicks it is none. */
function isWebLink(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
