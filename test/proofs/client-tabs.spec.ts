import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { type BuiltClient, buildClient } from '../support/built-client.js';
import { describeInBrowser } from '../support/describe-in-browser.js';
import { EventsDesk } from '../support/events-desk.js';
import { Line } from '../support/line.js';
import { TEST_PASSWORD, type TestUser } from '../support/test-app.js';
import { inboundValue, startTestDesk, type TestDesk, textMessage, until } from '../support/test-desk.js';

jest.setTimeout(120_000);

/** A page that shows nothing: what it hears stands in `heard`. */
const page = (api: string): string => `<!doctype html><link rel="icon" href="data:,"><script type="module">
import { createClient, localStorageSession } from './index.js';
const client = createClient({ baseUrl: '${api}', session: localStorageSession() });
window.heard = [];
window.open = async (after, credentials) => {
  if (credentials) await client.login(...credentials);
  window.stream = client.events({ after, onEvent: ({ id }) => window.heard.push(id) });
};
window.where = async () => (await client.chats()).eventId;
window.isLoaded = true;
</script>`;

/** What the page above has. */
interface Tab {
  heard: string[];
  isLoaded?: boolean;
  stream?: { state: string };
  open: (after: string | undefined, credentials?: [string, string]) => Promise<void>;
  where: () => Promise<string | undefined>;
}

const STREAM = /^GET \/api\/waba\/operator\/events [\s\S]*accept: text\/event-stream/i;

describeInBrowser('three tabs of one origin', () => {
  let desk: TestDesk;
  let line: Line;
  let built: BuiltClient;
  let origin: Server;
  let browser: Browser;
  let context: BrowserContext;
  let user: TestUser;
  let count = 0;

  beforeAll(async () => {
    built = await buildClient();
    origin = createServer((request, response) => {
      const name = basename(request.url ?? '');
      const isModule = name.endsWith('.js');
      response.setHeader('content-type', isModule ? 'text/javascript' : 'text/html; charset=utf-8');
      if (!isModule) return void response.end(page(line.url));
      readFile(join(built.folder, name)).then(
        (text) => response.end(text),
        () => response.writeHead(404).end(),
      );
    });
    origin.listen(0, '127.0.0.1');
    await once(origin, 'listening');
    desk = await startTestDesk({ environment: { CORS_ORIGINS: originUrl() } });
    line = await Line.to(desk.app.url);
    user = await desk.app.createUser();
    await desk.app.addMember({ id: desk.fixture.channelId }, user);
    browser = await launchBrowser();
    context = await browser.newContext();
  });
  afterAll(async () => {
    await browser?.close();
    await line?.close();
    await desk?.close();
    origin?.closeAllConnections();
    origin?.close();
    await once(origin, 'close');
    await built?.remove();
  });

  const originUrl = (): string => `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
  const openTab = async (): Promise<Page> => {
    const tab = await context.newPage();
    await tab.goto(originUrl());
    await tab.waitForFunction(() => (globalThis as unknown as Tab).isLoaded === true);
    return tab;
  };
  const heard = (tab: Page): Promise<string[]> => tab.evaluate(() => (globalThis as unknown as Tab).heard);
  const receive = async (messages: number): Promise<void> => {
    for (let number = 0; number < messages; number += 1) {
      count += 1;
      await desk.postValues(inboundValue([textMessage(`wamid.TAB${count}`, `message ${count}`)]));
    }
  };
  const logAfter = async (after: string): Promise<string[]> => {
    const events = await new EventsDesk(desk.app).readAll(await desk.app.tokenOf(user), after);
    return events.map(({ id }) => id);
  };

  it('have one connection; each hears each event once, also when the tab that has it is closed under load', async () => {
    const tabs = [await openTab(), await openTab(), await openTab()];
    const [first, second, third] = tabs as [Page, Page, Page];
    await first.evaluate(([email, password]) => (globalThis as unknown as Tab).open(undefined, [email, password]), [
      user.email,
      TEST_PASSWORD,
    ] as const);
    const after = await first.evaluate(() => (globalThis as unknown as Tab).where());
    for (const tab of [second, third]) {
      await tab.evaluate((from) => (globalThis as unknown as Tab).open(from), after);
    }
    for (const tab of tabs) await tab.waitForFunction(() => (globalThis as unknown as Tab).stream?.state === 'live');
    await receive(10);
    await desk.settled();
    const soFar = await logAfter(after ?? '');
    for (const tab of tabs) await until(async () => (await heard(tab)).length >= soFar.length);
    for (const tab of tabs) expect(await heard(tab)).toEqual(soFar);
    expect([line.count(STREAM), line.open(STREAM)]).toEqual([1, 1]);

    const more = receive(20);
    await first.close();
    await more;
    await receive(5);
    await desk.settled();
    const all = await logAfter(after ?? '');
    expect(all.length).toBeGreaterThan(soFar.length + 24);
    for (const tab of [second, third]) await until(async () => (await heard(tab)).length >= all.length);
    for (const tab of [second, third]) expect(await heard(tab)).toEqual(all);
    expect([line.count(STREAM), line.open(STREAM)]).toEqual([2, 1]);
  });
});
