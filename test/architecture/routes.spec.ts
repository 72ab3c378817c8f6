import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject, OperationObject } from '@nestjs/swagger';
import { buildDocument } from '../../src/docs/document.js';
import { operationsOf } from '../../src/docs/described-operation.js';
import { createPreviewApp, findConflicts, type Route, routesOf } from './routes.js';

/** Who is not signed in gets through here and nowhere else. */
const PUBLIC_ROUTES = [
  'GET /api/client.tgz',
  'GET /api/errors',
  'GET /api/errors/:code',
  'GET /api/health/live',
  'GET /api/health/ready',
  'GET /api/waba/webhook',
  'POST /api/auth/login',
  'POST /api/auth/refresh',
  'POST /api/waba/webhook',
];

/** Meta's door: its own documents describe it, and nobody else is to try it. */
const UNDOCUMENTED_ROUTES = ['GET /api/waba/webhook', 'POST /api/waba/webhook'];

/** Failures that are no problem bodies: the report of what is not ready, and a range that no file has. */
const OTHER_FAILURES = ['GET /api/health/ready 503', 'GET /api/waba/operator/media/:mediaId 416'];

/** Answers that carry no body. */
const BODILESS = /^(101|204|205|304)$/;

const PROBLEM = 'application/problem+json';

describe('routes', () => {
  let routes: Route[];
  let document: OpenAPIObject;
  let operations: Map<string, OperationObject>;

  beforeAll(async () => {
    const app = await createPreviewApp();
    routes = routesOf(app);
    document = buildDocument(app);
    operations = new Map(
      operationsOf(document.paths).map(({ method, path, operation }) => [
        `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        operation,
      ]),
    );
  });

  const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
  const documented = (): [Route, OperationObject][] =>
    routes.flatMap((route) => {
      const operation = operations.get(nameOf(route));
      return operation === undefined ? [] : [[route, operation] as [Route, OperationObject]];
    });
  const wrong = (isWrong: (operation: OperationObject, route: Route) => boolean): string[] =>
    documented()
      .filter(([route, operation]) => isWrong(operation, route))
      .map(([route]) => nameOf(route));

  it('are closed but for the ones named here', () => {
    expect(
      routes
        .filter(({ access }) => access === 'public')
        .map(nameOf)
        .sort(),
    ).toEqual(PUBLIC_ROUTES);
  });

  it('say who may call them', () => {
    expect(routes.filter(({ access }) => access === 'undeclared').map(({ handler }) => handler)).toEqual([]);
  });

  it('never mean the same request', () => {
    expect(findConflicts(routes)).toEqual([]);
  });

  it('stand in the document, all but the webhook', () => {
    expect(
      routes
        .map(nameOf)
        .filter((name) => !operations.has(name))
        .sort(),
    ).toEqual(UNDOCUMENTED_ROUTES);
    expect([...operations.keys()].filter((name) => !routes.some((route) => nameOf(route) === name))).toEqual([]);
  });

  it('are told of in a sentence, under a tag, by the name of their method', () => {
    const handlers = new Map(routes.map((route) => [route, route.handler.split('.')[1]]));
    expect(
      wrong(
        ({ summary = '', tags = [], operationId }, route) =>
          summary === '' || tags.length === 0 || operationId !== handlers.get(route),
      ),
    ).toEqual([]);
    const ids = [...operations.values()].map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('have typed answers', () => {
    expect(
      wrong(({ responses }) => {
        const good = Object.keys(responses).filter((status) => /^[123]/.test(status));
        return good.length === 0 || good.some((status) => !BODILESS.test(status) && !hasSchemas(responses[status]));
      }),
    ).toEqual([]);
  });

  it('have typed bodies', () => {
    expect(wrong(({ requestBody }) => requestBody !== undefined && !hasSchemas(requestBody))).toEqual([]);
  });

  it('list their errors, each with its body', () => {
    const bare = documented().flatMap(([route, { responses }]) =>
      Object.keys(responses)
        .filter((status) => /^[45]\d\d$/.test(status) && !hasExamples(responses[status]))
        .map((status) => `${nameOf(route)} ${status}`),
    );
    expect(bare.sort()).toEqual(OTHER_FAILURES);
    expect(wrong(({ responses }) => responses['500'] === undefined)).toEqual([]);
  });

  it('list what the guard answers, and only where it stands', () => {
    expect(
      wrong(
        ({ responses, security }, { access }) =>
          (access === 'public') !== (security?.length === 0) || (access !== 'public' && responses['401'] === undefined),
      ),
    ).toEqual([]);
    expect(
      wrong(
        ({ responses }, { access }) =>
          typeof access === 'object' && access.roles.length > 0 && responses['403'] === undefined,
      ),
    ).toEqual([]);
  });

  it('list what wrong fields and unknown things answer', () => {
    expect(wrong(({ requestBody, responses }) => requestBody !== undefined && responses['400'] === undefined)).toEqual(
      [],
    );
    expect(wrong(({ responses }, { path }) => path.includes(':') && responses['404'] === undefined)).toEqual([]);
  });
});

describe('conflicts', () => {
  it.each([
    ['/a/:id', '/a/:name', 1],
    ['/a/me', '/a/:id', 1],
    ['/a/:id/b', '/a/c/:d', 1],
    ['/a/:id', '/a/:id/b', 0],
    ['/a/b', '/a/c', 0],
  ])('of %s and %s: %i', (a, b, count) => {
    expect(
      findConflicts([
        { method: 'GET', path: a },
        { method: 'GET', path: b },
      ]),
    ).toHaveLength(count);
    expect(
      findConflicts([
        { method: 'GET', path: a },
        { method: 'PUT', path: b },
      ]),
    ).toEqual([]);
  });
});

interface Described {
  content?: Record<string, { schema?: object; examples?: object }>;
}

function hasSchemas(described: unknown): boolean {
  const contents = Object.values((described as Described | undefined)?.content ?? {});
  return contents.length > 0 && contents.every(({ schema }) => schema !== undefined && Object.keys(schema).length > 0);
}

function hasExamples(described: unknown): boolean {
  const problem = (described as Described | undefined)?.content?.[PROBLEM];
  return problem?.schema !== undefined && Object.keys(problem.examples ?? {}).length > 0;
}
