import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { Clock } from './common/clock.js';
import { Logger } from './common/logger.js';
import { loadConfig } from './config/load-config.js';
import { buildDocument } from './docs/document.js';

/** The document without a server: nothing is instantiated, so there is no database and nothing of this machine's environment. */
export async function buildPreviewDocument(): Promise<OpenAPIObject> {
  const config = loadConfig(
    {
      DATABASE_URL: 'postgres://nobody@localhost/nothing',
      JWT_SECRET: randomBytes(48).toString('base64'),
      ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
      META_APP_SECRET: randomBytes(16).toString('hex'),
    },
    'production',
  );
  const parts = { config, clock: new Clock(), logger: new Logger('silent') };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(parts), new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return buildDocument(app);
}

/** As it is committed. */
export async function previewDocumentText(): Promise<string> {
  return `${JSON.stringify(await buildPreviewDocument(), null, 2)}\n`;
}
