import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { isAllowedOrigin } from './config/allowed-origin.js';
import { AppConfig } from './config/app-config.js';

const REQUEST_HEADERS = [
  'Authorization',
  // Readers of event streams ask for no copy.
  'Cache-Control',
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

/** Lets the listed origins' pages call us. Credentials are never allowed: our tokens travel in a header, not in cookies. */
export function enableCors(app: NestFastifyApplication, config: Pick<AppConfig, 'corsOrigins'>): void {
  app.enableCors({
    origin: (origin: string | undefined, decide: (error: Error | null, allowed: boolean) => void) =>
      decide(null, origin !== undefined && isAllowedOrigin(origin, config.corsOrigins)),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: REQUEST_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    credentials: false,
    maxAge: 600,
  });
}
