import { createHmac, timingSafeEqual } from 'node:crypto';

/** A link lives 30 to 60 minutes, ending with the half hour after the present one: so it stays the same meanwhile. */
const SLOT_SECONDS = 30 * 60;

/** What of a file a link leads to; a link to the one opens nothing of the other. */
export type MediaPart = 'file' | 'thumbnail';

const WORDS: Readonly<Record<MediaPart, string>> = { file: 'media-link', thumbnail: 'media-thumbnail' };
const ENDINGS: Readonly<Record<MediaPart, string>> = { file: '', thumbnail: '/thumbnail' };

/** `u`, `exp` and `sig` as they came in the query, hence unknown: Fastify makes arrays of repeated keys. */
export interface SignedMediaParams {
  mediaId: number;
  part: MediaPart;
  u: unknown;
  exp: unknown;
  sig: unknown;
}

export type SignedMediaResult = { ok: true; userId: number } | { ok: false; reason: 'expired' | 'invalid' };

const NUMBER = /^[1-9][0-9]{0,15}$/;
/** 32 bytes in base64url. */
const SIGNATURE = /^[A-Za-z0-9_-]{43}$/;

/**
 * An absolute link by which one user's browser fetches one media file without a header: `<img src>` cannot send one.
 * It names the user, so that his access is checked when it is used, and it is the same for all of a half hour, so that
 * browsers keep the picture.
 */
export function signMediaUrl(input: {
  baseUrl: string;
  mediaId: number;
  part: MediaPart;
  userId: number;
  now: Date;
  secret: string;
}): string {
  const slot = Math.floor(input.now.getTime() / 1000 / SLOT_SECONDS);
  const exp = String((slot + 2) * SLOT_SECONDS);
  const userId = String(input.userId);
  const sig = signatureOf(input, userId, exp, input.secret);
  const base = input.baseUrl.replace(/\/+$/, '');
  return `${base}/api/waba/operator/media/${input.mediaId}${ENDINGS[input.part]}?u=${userId}&exp=${exp}&sig=${sig}`;
}

/**
 * Whose link it is, if we made it and it still holds. The signature is compared in constant time and before the expiry,
 * so that a forged link learns nothing. Whether that user may see the file is the caller's question.
 */
export function verifySignedMedia(params: SignedMediaParams, now: Date, secret: string): SignedMediaResult {
  const { u, exp, sig } = params;
  if (!matches(u, NUMBER) || !matches(exp, NUMBER) || !matches(sig, SIGNATURE)) return { ok: false, reason: 'invalid' };
  const expected = signatureOf(params, u, exp, secret);
  // As text: the last letter of base64url has spare bits, and two texts would decode to the same bytes.
  if (!timingSafeEqual(Buffer.from(sig), Buffer.from(expected))) return { ok: false, reason: 'invalid' };
  if (Number(exp) * 1000 <= now.getTime()) return { ok: false, reason: 'expired' };
  return { ok: true, userId: Number(u) };
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

/** The first word keeps these signatures apart from any other use of the same secret. */
function signatureOf(
  { mediaId, part }: Pick<SignedMediaParams, 'mediaId' | 'part'>,
  userId: string,
  exp: string,
  secret: string,
): string {
  return createHmac('sha256', secret).update(`${WORDS[part]}.${mediaId}.${userId}.${exp}`).digest('base64url');
}
