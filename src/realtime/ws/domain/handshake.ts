import type { IncomingHttpHeaders } from 'node:http';
import type { AppConfig } from '../../../config/app-config.js';
import { isAllowedOrigin } from '../../../config/allowed-origin.js';

const KEY = /^[+/0-9A-Za-z]{22}==$/;

/** Whether the headers are those of a WebSocket handshake (RFC 6455, 4.2.1), of the one version there is. */
export function isHandshake(headers: IncomingHttpHeaders): boolean {
  return headers['sec-websocket-version'] === '13' && KEY.test(headers['sec-websocket-key'] ?? '');
}

/**
 * Whether a handshake may come from where it comes: CORS does not hold for WebSockets, any page may try. Only pages of the listed
 * origins and our own may. What is no page has no Origin and can send a header; a ticket without an Origin was taken from a page.
 */
export function mayConnect(
  origin: string | undefined,
  isByTicket: boolean,
  { corsOrigins, publicUrl }: Pick<AppConfig, 'corsOrigins' | 'publicUrl'>,
): boolean {
  if (origin === undefined) return !isByTicket;
  return isAllowedOrigin(origin, corsOrigins) || origin === new URL(publicUrl).origin;
}
