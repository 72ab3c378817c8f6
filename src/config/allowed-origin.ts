import type { AppConfig } from './app-config.js';

const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/** Whether pages of an origin may use this API from a browser. */
export function isAllowedOrigin(origin: string, allowed: AppConfig['corsOrigins']): boolean {
  return allowed === 'loopback' ? LOOPBACK.test(origin) : allowed.includes(origin);
}
