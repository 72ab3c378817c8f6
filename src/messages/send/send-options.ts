import type { FastifyRequest } from 'fastify';
import { originOf, RequestOrigin } from '../../audit/domain/request-origin.js';
import { chooseLanguage, Language } from '../../common/errors/localized-text.js';

export interface SendOptions {
  idempotencyKey: string | undefined;
  /** Answer as soon as the message is stored (RFC 7240, `Prefer: respond-async`). */
  isAsync: boolean;
  language: Language;
  origin: RequestOrigin;
}

export function readSendOptions(request: Pick<FastifyRequest, 'headers' | 'id' | 'ip'>): SendOptions {
  const { headers } = request;
  const key = headers['idempotency-key'];
  return {
    idempotencyKey: Array.isArray(key) ? key.join(', ') : key,
    isAsync: String(headers.prefer ?? '')
      .split(',')
      .some((preference) => preference.trim().toLowerCase() === 'respond-async'),
    language: chooseLanguage(headers['accept-language']),
    origin: originOf(request),
  };
}
