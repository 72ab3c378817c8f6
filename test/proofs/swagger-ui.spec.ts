import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Browser } from 'playwright-core';
import { createApp } from '../../src/app.js';
import { Logger } from '../../src/common/logger.js';
import type { DocsToken } from '../../src/docs/swagger-ui.js';
import { launchBrowser, openPage, type WatchedPage } from '../support/browser.js';
import { openChat123 } from '../support/chat-123.js';
import { describeInBrowser } from '../support/describe-in-browser.js';
import { SwaggerPage } from '../support/swagger-page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

// A page takes a second or two, and many times that where the machine has other things to do.
jest.setTimeout(120_000);

describeInBrowser('Swagger UI', () => {
  let desk: TestDesk;
  let browser: Browser;
  const opened: WatchedPage[] = [];
  const signedIn: NestFastifyApplication[] = [];

  beforeAll(async () => {
    desk = await startTestDesk();
    await openChat123(desk);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    for (const app of signedIn) await app.close();
    await desk?.close();
  });

  const open = async (url: string): Promise<SwaggerPage> => {
    const watched = await openPage(browser, url);
    opened.push(watched);
    const swagger = new SwaggerPage(watched.page, url);
    await swagger.open();
    return swagger;
  };
  /** A second server on the same database, whose page has a token from the start. */
  const startSignedIn = async (docsToken: DocsToken): Promise<string> => {
    const { config, clock } = desk.app;
    const app = await createApp({ config, clock, logger: new Logger('silent'), docsToken });
    signedIn.push(app);
    await app.listen(0, '127.0.0.1');
    return app.getUrl();
  };
  const expectSent = async (swagger: SwaggerPage): Promise<void> => {
    const send = await swagger.unfold('sendMessage');
    await swagger.chooseExample(send, 'text');
    const { status, body } = await swagger.execute(send);
    expect({ status, body }).toMatchObject({ status: '200', body: expect.stringContaining('"status": "sent"') });
    expect(body).toContain('"chatId": 123');
  };
  const expectCleanPages = (): void => {
    expect(opened.splice(0).flatMap(({ errors, foreign }) => [...errors, ...foreign])).toEqual([]);
  };

  it('sends the named example once a token is pasted, and keeps the token over a reload', async () => {
    const swagger = await open(desk.app.url);
    expect(await swagger.isSignedIn()).toBe(false);
    await swagger.authorize(desk.operator.token);
    await expectSent(swagger);
    await swagger.reload();
    expect(await swagger.isSignedIn()).toBe(true);
    const history = await swagger.execute(await swagger.unfold('listChatMessages'));
    expect(history).toMatchObject({ status: '200', body: expect.stringContaining('"total": 2') });
    expectCleanPages();
  });

  it('is signed in from the start where the server has a token for it, and after a reload', async () => {
    const swagger = await open(await startSignedIn(desk.operator.token));
    expect(await swagger.isSignedIn()).toBe(true);
    await expectSent(swagger);
    await swagger.reload();
    expect(await swagger.isSignedIn()).toBe(true);
    await expectSent(swagger);
    expectCleanPages();
  });

  it('takes a fresh token each time the page is loaded, over one that the browser kept', async () => {
    const tokens = ['not a token any more', desk.operator.token];
    const swagger = await open(await startSignedIn(async () => tokens.shift() ?? ''));
    await swagger.authorize('another that is none');
    await swagger.reload();
    await expectSent(swagger);
    expectCleanPages();
  });

  it('leaves optional parameters empty, so that a first try sends no cursor of elsewhere', async () => {
    const swagger = await open(desk.app.url);
    expect(await swagger.parameters(await swagger.unfold('listUsers'))).toEqual({ limit: '50', cursor: '' });
    expect(await swagger.parameters(await swagger.unfold('listChatMessages'))).toMatchObject({
      chatId: '123',
      before: '',
    });
    expectCleanPages();
  });
});

describe('the routes of the documentation', () => {
  const PATHS = ['/api/docs', '/api/docs/start.js', '/api/docs/swagger-ui-bundle.js', '/api/openapi.json'];
  let app: TestApp;
  let silent: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    silent = await startTestApp({ environment: { DOCS: 'off' } });
  });
  afterAll(async () => {
    await app?.close();
    await silent?.close();
  });

  it('are open to everybody', async () => {
    for (const path of PATHS) expect([path, (await app.call('GET', path)).status]).toEqual([path, 200]);
    const document = await app.call<{ openapi: string }>('GET', '/api/openapi.json');
    expect(document.body.openapi).toMatch(/^3\.1\./);
    expect((await app.call('GET', '/api/docs/')).headers.get('location')).toBe('../docs');
  });

  it('let the page run nothing but what comes from here, and hand a token to no other origin', async () => {
    const page = await app.call('GET', '/api/docs');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const start = await app.call('GET', '/api/docs/start.js');
    expect(start.text).not.toContain('preauthorize');
    expect(start.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(start.headers.get('cache-control')).toBe('no-store');
  });

  it('show nothing else of the package', async () => {
    for (const path of [
      '/api/docs/swagger-ui-bundle.js.map',
      '/api/docs/package.json',
      '/api/docs/..%2fpackage.json',
    ]) {
      expect([path, (await app.call('GET', path)).status]).toEqual([path, 404]);
    }
  });

  it('do not exist with DOCS=off', async () => {
    for (const path of PATHS) {
      const { status, body } = await silent.call<{ code: string }>('GET', path);
      expect([path, status, body.code]).toEqual([path, 404, 'NOT_FOUND']);
    }
  });
});
