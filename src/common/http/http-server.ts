import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import multipart from '@fastify/multipart';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { ApiError } from '../errors/api-error.js';
import { normalizeError } from '../errors/normalize-error.js';
import { toProblem } from '../errors/problem.js';
import { sendProblem } from '../errors/send-problem.js';
import { parseJsonBody } from './json-body.js';
import { asksForWebSocket, routeUpgrades } from './upgrades.js';

export interface HttpServerOptions {
  /** Body limits by path in bytes; every other path takes `DEFAULT_BODY_LIMIT`. */
  bodyLimits: ReadonlyMap<string, number>;
  /** Paths whose body stays the bytes that came, whatever the content type says (signatures cover bytes). */
  rawPaths: ReadonlySet<string>;
  /** Paths that take a multipart form with a file, as slowly as `UPLOAD_TIMEOUT_MS` allows. */
  uploadPaths: ReadonlySet<string>;
  /** Paths whose requests may go on as a WebSocket. */
  upgradePaths: ReadonlySet<string>;
  /** CIDRs of proxies whose X-Forwarded-For is believed; empty: nobody's. */
  trustedProxies: readonly string[];
  publicUrl: string;
}

export const DEFAULT_BODY_LIMIT = 64 * 1024;
const REQUEST_ID = /^[A-Za-z0-9-]{1,64}$/;
const JSON_TYPE = /^application\/json(?: *; *charset=(?:utf-8|"utf-8"))?$/i;
const FORM_TYPE = /^multipart\/form-data *;/i;
const MAX_HEADERS = 200;
const BODY_TIMEOUT_MS = 10_000;
/** 100 MiB over 3 Mbit/s. */
const UPLOAD_TIMEOUT_MS = 300_000;

/** A Fastify that answers in our one error body from the first byte on, and gives slow clients 5 s for headers and 10 s for a body that is no file. */
export function createHttpAdapter(options: HttpServerOptions): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    requestIdHeader: false,
    genReqId: (request: { headers: IncomingMessage['headers'] }) => chooseRequestId(request.headers['x-request-id']),
    bodyLimit: DEFAULT_BODY_LIMIT,
    routerOptions: { maxParamLength: 512 },
    requestTimeout: UPLOAD_TIMEOUT_MS,
    keepAliveTimeout: 5_000,
    http: {
      headersTimeout: 5_000,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16_384,
      requireHostHeader: false,
      shouldUpgradeCallback: (request: IncomingMessage) => asksForWebSocket(request, options.upgradePaths),
    },
    // While we drain, what still arrives on open connections is answered as usual, so that a probe hears "failing" from us.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: true,
    // Answered by the router before any hook: without this its own words and FST_ codes would go out.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      setSecurityHeaders(request, reply);
      sendProblem(normalizeError(error), options.publicUrl, request, reply);
    },
    clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) =>
      answerBrokenRequest(error, socket, options.publicUrl),
  });
}

/** Hooks and parsers that hold for every route; call before the routes are registered. */
export function configureHttpServer(adapter: FastifyAdapter, options: HttpServerOptions): void {
  const fastify = adapter.getInstance<FastifyInstance>();
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const limit = options.bodyLimits.get(route.url);
    if (limit !== undefined) route.bodyLimit = limit;
  });
  // The adapter's own hook is the first of all: CORS answers preflights before ours would run.
  adapter.setOnRequestHook((request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    setSecurityHeaders(request, reply);
    done();
  });
  fastify.addHook('onRequest', async (request) => rejectUnreadable(request, options));
  fastify.addHook('onRequest', async (request) => limitBodyTime(request, options));
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, async (request: FastifyRequest, raw: Buffer) =>
    options.rawPaths.has(pathOf(request)) ? raw : parseJsonBody(raw),
  );
  // Only the streams of its parts are used; its limits are given where a form is read.
  void fastify.register(multipart);
  answerExpectations(fastify);
  routeUpgrades(fastify);
  closeSpentConnections(fastify);
}

/**
 * Node would invite the body of `Expect: 100-continue` before anybody has looked at the request. Here the invitation goes out when
 * the body is about to be read, so that a refusal costs the client nothing; what else is expected gets a 417.
 */
function answerExpectations(fastify: FastifyInstance): void {
  const route = (request: IncomingMessage, response: ServerResponse): void => {
    fastify.server.emit('request', request, response);
  };
  fastify.server.on('checkContinue', route);
  fastify.server.on('checkExpectation', route);
  fastify.addHook('preParsing', async (request, reply) => {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const isTooLarge = Number(request.headers['content-length'] ?? 0) > request.routeOptions.bodyLimit;
    if (request.headers.expect !== undefined && !isTooLarge) reply.raw.writeContinue();
  });
}

/** A connection ends with its answer when we drain, or when what follows is a body that nobody is going to read. */
function closeSpentConnections(fastify: FastifyInstance): void {
  let isDraining = false;
  fastify.addHook('preClose', async () => {
    isDraining = true;
  });
  fastify.addHook('onSend', async (request, reply) => {
    if (isDraining || hasLongUnreadBody(request)) void reply.header('connection', 'close');
  });
}

function hasLongUnreadBody({ raw, headers }: FastifyRequest): boolean {
  if (raw.complete) return false;
  const isShort = Number(headers['content-length'] ?? Number.NaN) <= DEFAULT_BODY_LIMIT;
  return headers.expect !== undefined || !isShort;
}

function chooseRequestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

function pathOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? request.url.split('?', 1)[0] ?? '';
}

function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers(securityHeaders(request.id));
}

function securityHeaders(requestId: string): Record<string, string> {
  return {
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  };
}

/** Node has one time limit for all requests, and it is that of the slowest upload. */
function limitBodyTime(request: FastifyRequest, { uploadPaths, publicUrl }: HttpServerOptions): void {
  const { raw } = request;
  if (!hasBody(request) || raw.complete || uploadPaths.has(pathOf(request))) return;
  const timer = setTimeout(() => {
    if (!raw.complete) answerBrokenRequest(SLOW_BODY, raw.socket, publicUrl);
  }, BODY_TIMEOUT_MS).unref();
  raw.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function rejectUnreadable(request: FastifyRequest, { rawPaths, uploadPaths }: HttpServerOptions): void {
  const { headers } = request;
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') {
    throw new ApiError('EXPECTATION_FAILED');
  }
  // Node's own check would answer with an empty body.
  if (headers.host === undefined && request.raw.httpVersion === '1.1') throw new ApiError('BAD_REQUEST');
  if (request.raw.rawHeaders.length > MAX_HEADERS * 2) throw new ApiError('HEADERS_TOO_LARGE');
  if (!hasBody(request)) return;
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new ApiError('UNSUPPORTED_MEDIA_TYPE');
  if (request.method === 'GET' || request.method === 'HEAD' || rawPaths.has(pathOf(request))) return;
  const isForm = uploadPaths.has(pathOf(request));
  if (isForm && Number(headers['content-length'] ?? 0) > request.routeOptions.bodyLimit) {
    throw new ApiError('PAYLOAD_TOO_LARGE');
  }
  const wanted = isForm ? FORM_TYPE : JSON_TYPE;
  if (!wanted.test(headers['content-type'] ?? '')) throw new ApiError('UNSUPPORTED_MEDIA_TYPE');
}

const SLOW_BODY = Object.assign(new Error('The body was too slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });

const BROKEN = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'PAYLOAD_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
} as const;

/** Bytes that never became a request: Node hands us the socket alone. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket, publicUrl: string): void {
  if (!socket.writable || error.code === 'ECONNRESET' || hasBegunAnswer(socket)) return void socket.destroy();
  const code =
    error.code !== undefined && error.code in BROKEN ? BROKEN[error.code as keyof typeof BROKEN] : 'BAD_REQUEST';
  const problem = new ApiError(code);
  const requestId = randomUUID();
  const body = JSON.stringify(toProblem(problem, { publicUrl, path: '', requestId, language: 'en' }));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(securityHeaders(requestId)).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

/** Node keeps the answer under way on the socket; a second head in the middle of it would be read as its body. */
function hasBegunAnswer(socket: Socket & { _httpMessage?: { headersSent: boolean } | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}
