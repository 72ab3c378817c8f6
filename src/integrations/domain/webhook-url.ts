import { parsePublicUrl } from '../../common/outbound/public-url.js';

/** Receivers behind a proxy that has 443 for other things listen on 8443; everything else is somebody's internal service. */
export const WEBHOOK_PORTS = [443, 8443] as const;

/** This machine, in the sandbox alone: there a developer's own program is the receiver. */
const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::[1-9]\d{0,4})?(?:[/?#]|$)/;

export type WebhookUrlResult = { ok: true; url: URL } | { ok: false; kind: 'invalid' | 'blocked' };

/**
 * Reads the URL of an endpoint: `https` on port 443 or 8443, at most 2048 characters, without user information, towards what can be
 * public. What its name resolves to is judged at every delivery.
 */
export function parseWebhookUrl(text: string, allowsLoopback: boolean): WebhookUrlResult {
  if (allowsLoopback && isLoopbackUrl(text)) return { ok: true, url: new URL(text) };
  const parsed = parsePublicUrl(text, { name: 'webhook URL', ports: WEBHOOK_PORTS });
  return parsed.ok ? parsed : { ok: false, kind: parsed.kind };
}

/** Whether a URL leads to this machine, in a form that needs no repair. */
export function isLoopbackUrl(text: string): boolean {
  return text.length <= 2048 && !/[\p{Cc}\s\\]/u.test(text) && LOOPBACK.test(text) && URL.canParse(text);
}
