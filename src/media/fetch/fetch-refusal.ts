export type FetchRefusalCode = 'MEDIA_URL_INVALID' | 'MEDIA_URL_BLOCKED' | 'MEDIA_UNREACHABLE' | 'MEDIA_TOO_LARGE';

/** Why a media URL was not fetched: `reason` is a sentence for the operator, without the URL and without addresses. */
export interface FetchRefusal {
  ok: false;
  code: FetchRefusalCode;
  reason: string;
}

const UNTRUSTED = 'The certificate of the media host is not issued by a trusted authority.';

/** What an operator can do something about; all other failures share one sentence. */
const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The media host does not exist.',
  EAI_AGAIN: 'The name of the media host could not be resolved.',
  ECONNREFUSED: 'The media host refused the connection.',
  ECONNRESET: 'The media host broke the connection.',
  UND_ERR_SOCKET: 'The media host broke the connection.',
  UND_ERR_HEADERS_OVERFLOW: 'The media host sent too many headers.',
  CERT_HAS_EXPIRED: 'The certificate of the media host has expired.',
  CERT_NOT_YET_VALID: 'The certificate of the media host is not valid yet.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the media host is for another name.',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
};

/** A refusal with its sentence. */
export function refuse(code: FetchRefusalCode, reason: string): FetchRefusal {
  return { ok: false, code, reason };
}

/** The refusal for an error of DNS, TCP, TLS or HTTP. The error's own text stays out: it names addresses. */
export function unreachable(error: unknown): FetchRefusal {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const reason = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
  return refuse('MEDIA_UNREACHABLE', reason ?? 'The media URL could not be fetched.');
}
