import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, AppParts } from './app.module.js';
import { configureHttpServer, createHttpAdapter, HttpServerOptions } from './common/http/http-server.js';
import { AppConfig } from './config/app-config.js';
import { enableCors } from './cors.js';
import { serveDocs } from './docs/swagger-ui.js';
import { UPLOAD_BODY_LIMIT, UPLOAD_PATH } from './media/domain/upload-limits.js';
import { WS_PATH } from './realtime/domain/ws-path.js';
import { WEBHOOK_PATH } from './webhook/domain/webhook-path.js';

const KIB = 1024;

/** Builds the application, ready to listen; the entries and the tests all come through here. */
export async function createApp(parts: AppParts): Promise<NestFastifyApplication> {
  const server = serverOptions(parts.config);
  const adapter = createHttpAdapter(server);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(parts), adapter, {
    bodyParser: false,
    logger: parts.logger,
    abortOnError: false,
    routeConflictPolicy: { duplicate: 'error', shadow: 'error' },
  });
  configureHttpServer(adapter, server);
  enableCors(app, parts.config);
  if (parts.config.docs) serveDocs(app, parts.docsToken);
  return app;
}

function serverOptions(config: AppConfig): HttpServerOptions {
  return {
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    rawPaths: new Set([WEBHOOK_PATH]),
    uploadPaths: new Set([UPLOAD_PATH]),
    upgradePaths: new Set([WS_PATH]),
    bodyLimits: new Map([
      ['/api/auth/login', 4 * KIB],
      ['/api/auth/refresh', 4 * KIB],
      ['/api/auth/password', 4 * KIB],
      [UPLOAD_PATH, UPLOAD_BODY_LIMIT],
      // Meta sends at most 3 MB.
      [WEBHOOK_PATH, 4 * KIB * KIB],
    ]),
  };
}
