import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppConfig } from './config/app-config.js';

const REQUEST_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-None-Match',
  'Last-Event-ID',
  'Prefer',
];
const EXPOSED_HEADERS = [
  'ETag',
  'Link',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'X-Request-Id',
  'Event-Id',
  'Idempotency-Replayed',
];
const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/** Lets the listed origins' pages call us. Credentials are never allowed: our tokens travel in a header, not in cookies. */
export function enableCors(app: NestFastifyApplication, config: Pick<AppConfig, 'corsOrigins'>): void {
  app.enableCors({
    origin: (origin: string | undefined, decide: (error: Error | null, allowed: boolean) => void) =>
      decide(null, origin !== undefined && isAllowed(origin, config.corsOrigins)),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: REQUEST_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    credentials: false,
    maxAge: 600,
  });
}

function isAllowed(origin: string, allowed: AppConfig['corsOrigins']): boolean {
  return allowed === 'loopback' ? LOOPBACK.test(origin) : allowed.includes(origin);
}
