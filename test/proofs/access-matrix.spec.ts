import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { previewDocumentText } from '../../src/preview-document.js';
import {
  checkBadInput,
  checkCallers,
  checkForeignFields,
  checkHiddenAsMissing,
} from '../support/matrix/matrix-checks.js';
import { checkDeeds } from '../support/matrix/matrix-deeds.js';
import { type MatrixDesk, startMatrixDesk } from '../support/matrix/matrix-desk.js';
import { checkReads } from '../support/matrix/matrix-reads.js';
import { type MatrixRoute, matrixRoutes } from '../support/matrix/matrix-route.js';

const document = JSON.parse(await previewDocumentText()) as OpenAPIObject;
const routes = matrixRoutes(document);
const table = (wanted: (route: MatrixRoute) => boolean): [string, MatrixRoute][] =>
  routes.filter((route) => !route.isPublic && wanted(route)).map((route) => [route.name, route]);

/** Reading them is itself noted: of a whole chat's export, and of a webhook's raw body. */
const AUDITED_READS = new Set(['exportChat', 'getWebhook']);

/** What reading itself writes: thumbnails are made when first asked for. */
const MADE_BY_READS: Readonly<Record<string, string>> = { getThumbnail: 'media_thumbnails' };

/** Takes a form with a file and no JSON: test/e2e/media-out.spec.ts does it. Here too it is refused to whom it must be. */
const DONE_ELSEWHERE = new Set(['uploadMedia', 'createWebhookEndpoint']);

/** Every route of the document × everybody who could call it. */
describe('the access matrix', () => {
  let desk: MatrixDesk;

  beforeAll(async () => {
    desk = await startMatrixDesk();
  });
  afterAll(() => desk?.close());

  /** None of this changes a row or reaches Meta, so that cells do not disturb each other. */
  const withoutTrace = async ({ id }: MatrixRoute, ...checks: (() => Promise<string[]>)[]): Promise<void> => {
    const problems: string[] = [];
    const changed = await desk.changesDuring(async () => {
      for (const check of checks) problems.push(...(await check()));
    });
    const traces = changed.filter(
      (table) => !(table === 'audit_log' && AUDITED_READS.has(id)) && table !== MADE_BY_READS[id],
    );
    expect({ problems, traces }).toEqual({ problems: [], traces: [] });
  };

  describe('refuses whom it must, in the same words for hidden and missing, and changes nothing', () => {
    it.each(table(() => true))('%s', async (_name, route) => {
      await withoutTrace(
        route,
        () => checkCallers(desk, route),
        () => checkHiddenAsMissing(desk, route),
      );
    });
  });

  describe('takes a foreign id in a field for one of nothing', () => {
    it.each(table(({ query, bodies }) => query.length + bodies.length > 0))('%s', (_name, route) =>
      withoutTrace(route, () => checkForeignFields(desk, route)),
    );
  });

  describe('lets nothing in that does not belong there', () => {
    it.each(table(({ parameters, query, bodies }) => parameters.length + query.length + bodies.length > 0))(
      '%s',
      (_name, route) => withoutTrace(route, () => checkBadInput(desk, route)),
    );
  });

  describe('tells nothing of what one does not see', () => {
    const telling: string[] = [];

    it.each(table(({ method }) => method === 'GET'))('%s', (_name, route) =>
      withoutTrace(route, async () => {
        const { problems, isTelling } = await checkReads(desk, route);
        if (isTelling) telling.push(route.id);
        return problems;
      }),
    );

    it('and all of it to those who see it, or the matrix would prove nothing', () => {
      expect(telling).toEqual(
        expect.arrayContaining([
          'listChats',
          'searchMessages',
          'listCannedResponses',
          'listTemplates',
          'getTemplate',
          'getCustomer',
        ]),
      );
    });
  });

  describe('lets those do it who may', () => {
    it.each(table(({ method, id }) => method !== 'GET' && !DONE_ELSEWHERE.has(id)))('%s', async (_name, route) => {
      expect(await checkDeeds(desk, route)).toEqual([]);
    });
  });
});

/** A new route is in the matrix by itself, or says what keeps it out. */
describe('matrixRoutes', () => {
  const info = { title: 'Other', version: '1' };
  const parameter = { name: 'id', in: 'path' as const, required: true, schema: { type: 'integer' } };
  const query = { name: 'folder', in: 'query' as const, schema: { type: 'integer' } };
  const body = { content: { 'application/json': { schema: { properties: { folderId: { type: 'integer' } } } } } };

  it.each([
    ['/folder/{id}', { parameters: [parameter] }, 'folder'],
    ['/folders', { parameters: [query] }, 'folder'],
    ['/folders', { requestBody: body }, 'folderId'],
  ])('names the id it does not know in %s with %j', (path, operation, name) => {
    const paths = { [path]: { post: { ...operation, responses: {} } } };
    expect(() => matrixRoutes({ openapi: '3.1.0', info, paths })).toThrow(
      `POST ${path}: the access matrix does not know what "${name}" is the id of`,
    );
  });

  it('finds the routes that are closed', () => {
    expect(routes.filter(({ isPublic }) => !isPublic).length).toBeGreaterThan(60);
  });
});
