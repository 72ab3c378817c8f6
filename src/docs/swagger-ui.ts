import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BEARER, buildDocument } from './document.js';
import { SWAGGER_PAGE_POLICY, swaggerPage, swaggerStart } from './swagger-page.js';

/** With what the page is signed in from the start; a function is asked each time the page is loaded. */
export type DocsToken = string | (() => Promise<string>);

const ASSETS = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/**
 * Serves the document at /api/openapi.json and Swagger UI at /api/docs, to everybody. Nest's own `SwaggerModule.setup` would put
 * inline styles into the page, for which its policy had to be weaker, and serve the whole package, source maps included.
 */
export function serveDocs(app: NestFastifyApplication, token?: DocsToken): void {
  const http = app.getHttpAdapter();
  const { folder, version } = swaggerUiPackage();
  let document: string | undefined;

  http.get('/api/openapi.json', (_: FastifyRequest, reply: FastifyReply) => {
    // Built when first asked: most starts never are.
    document ??= JSON.stringify(buildDocument(app));
    return reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(document);
  });
  http.get('/api/docs', (_: FastifyRequest, reply: FastifyReply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', SWAGGER_PAGE_POLICY)
      .send(swaggerPage(version)),
  );
  http.get('/api/docs/', (_: FastifyRequest, reply: FastifyReply) => reply.redirect('../docs', 301));
  http.get('/api/docs/start.js', async (_: FastifyRequest, reply: FastifyReply) => {
    const script = swaggerStart(BEARER, typeof token === 'function' ? await token() : token);
    // It may hold a token, and a page of another origin can run it, with a SwaggerUIBundle of its own that listens.
    return reply
      .type('text/javascript; charset=utf-8')
      .header('cross-origin-resource-policy', 'same-origin')
      .send(script);
  });
  for (const [name, type] of Object.entries(ASSETS)) {
    http.get(`/api/docs/${name}`, (_: FastifyRequest, reply: FastifyReply) =>
      // Its address carries the version.
      reply
        .type(type)
        .header('cache-control', 'public, max-age=86400')
        .send(createReadStream(join(folder, name))),
    );
  }
}

/** Swagger UI as `@nestjs/swagger` brings it. */
function swaggerUiPackage(): { folder: string; version: string } {
  const nestSwagger = createRequire(import.meta.url).resolve('@nestjs/swagger');
  const manifest = createRequire(nestSwagger).resolve('swagger-ui-dist/package.json');
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, 'utf8'));
  return { folder: dirname(manifest), version };
}
