import 'reflect-metadata';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GraphError } from './graph/graph.error.js';
import { RunningSimulator, SimulatorOptions } from './simulator-options.js';
import { SimulatorSettings } from './simulator-settings.js';
import { SimulatorModule } from './simulator.module.js';
import { WebhookSenderService } from './webhooks/webhook-sender.service.js';

/** Documents may have 100 MB; the form around them takes some more. */
const BODY_LIMIT = 110 * 1024 * 1024;
const LOOPBACK_ORIGIN = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const FILES_HOST = /^example\.com(:\d+)?$/i;

/**
 * Starts a WhatsApp of our own on real sockets: Meta's Graph API and webhooks, customers, and a control API at /docs.
 * Rejects when the port is taken.
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const settings = new SimulatorSettings(options);
  const adapter = createAdapter();
  const app = await NestFactory.create<NestFastifyApplication>(SimulatorModule.with(settings, options.clock), adapter, {
    logger: false,
    abortOnError: false,
    bodyParser: false,
  });
  app.enableCors({ origin: LOOPBACK_ORIGIN, methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] });
  serveDocs(app);
  try {
    await app.listen(options.port, options.host);
  } catch (error) {
    await app.close();
    throw error;
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  settings.baseUrl = `http://${hostForUrl(options.host)}:${port}`;
  const sender = app.get(WebhookSenderService);
  return {
    url: settings.baseUrl,
    port,
    setWebhook: (url) => {
      settings.webhookUrl = url;
      sender.retryNow();
    },
    close: () => app.close(),
  };
}

function createAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    multipart: false,
    rewriteUrl: pathFor,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_: FastifyRequest, raw: Buffer) =>
    parseJson(raw),
  );
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, async (_: FastifyRequest, raw: Buffer) => raw);
  return adapter;
}

/** The sandbox sends example.com here: its files stand at its root, and under /files/ for everybody else. */
function pathFor(request: IncomingMessage): string {
  const url = request.url ?? '/';
  return FILES_HOST.test(request.headers.host ?? '') && !url.startsWith('/files/') ? `/files${url}` : url;
}

function parseJson(raw: Buffer): unknown {
  if (raw.length === 0) return undefined;
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    throw GraphError.invalid('The request body is not valid JSON.');
  }
}

function hostForUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function serveDocs(app: NestFastifyApplication): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('WhatsApp simulator: control API')
    .setDescription('Plays Meta and the customers. Let customers write, set faults, move the clock; see what was sent.')
    .setVersion('1')
    .addTag('Control', 'What a test or a curious developer may do to the simulated WhatsApp')
    .addTag('Phones', "What stands on the customers' phones; the left pane at / uses this and inbound alone")
    .build();
  const document = (): OpenAPIObject =>
    SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method });
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'docs/openapi.json' });
}
