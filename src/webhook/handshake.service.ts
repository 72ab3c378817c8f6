import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ApiError } from '../common/errors/api-error.js';
import { RateLimiter } from '../common/rate-limiter.js';
import { AppConfig } from '../config/app-config.js';

/** What Meta sends as challenge is a number; we echo nothing that a browser could take for markup. */
const CHALLENGE = /^[A-Za-z0-9_-]{1,128}$/;

/** Wrong words from one address in a minute; Meta asks once, when the callback is edited. */
const GUESSES_PER_MINUTE = 60;

/** Meta's handshake, made whenever the callback URL is edited: https://developers.facebook.com/docs/graph-api/webhooks/getting-started */
@Injectable()
export class HandshakeService {
  private readonly guesses = new RateLimiter();

  constructor(private readonly config: AppConfig) {}

  /** The challenge to echo; 429 for an address that guesses, 403 for a wrong mode or token (also when none is configured), 400 for a challenge unlike Meta's. */
  answer(query: Record<string, unknown>, ip: string): string {
    const { isAllowed, waitMs } = this.guesses.look(ip, GUESSES_PER_MINUTE);
    if (!isAllowed) throw new ApiError('TOO_MANY_REQUESTS', { retryAfter: Math.ceil(waitMs / 1000) });
    const expected = this.config.metaVerifyToken;
    const given = query['hub.verify_token'];
    const isMeta =
      query['hub.mode'] === 'subscribe' &&
      typeof given === 'string' &&
      expected !== undefined &&
      isSame(given, expected);
    if (!isMeta) {
      this.guesses.take(ip, GUESSES_PER_MINUTE);
      throw new ApiError('VERIFY_TOKEN_INVALID');
    }
    const challenge = query['hub.challenge'];
    if (typeof challenge !== 'string' || !CHALLENGE.test(challenge)) throw new ApiError('BAD_REQUEST');
    return challenge;
  }
}

/** Hashed first, so that neither content nor length shows in the time it takes. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
