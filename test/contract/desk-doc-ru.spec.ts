import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchIndexService } from '../../src/desk/search/search-index.service.js';
import { DEMO_USERS } from '../../src/sandbox/seed/demo-people.js';
import { shownDifferences } from '../support/answer-shape.js';
import { parseCurl } from '../support/curl-command.js';
import { type DemoDesk, startDemoDesk } from '../support/demo-desk.js';
import { type DocBlock, docBlocks, docHeadings } from '../support/doc-blocks.js';
import { answerBlockDifferences, atDesk, type DocRun, runCurlBlock } from '../support/doc-runner.js';
import { runTypeScript } from '../support/run-typescript.js';

const DOCUMENTS = ['docs/desk-api.ru.md', 'docs/messages-api.ru.md', 'docs/events-api.ru.md'].map((path) => {
  const text = readFileSync(path, 'utf8');
  const blocks = docBlocks(text);
  return { path, text, blocks, sections: [...new Set(blocks.map(({ headings }) => headings[1] ?? ''))] };
});
/** Those who sign in for the examples, by the variable of their token. */
const TOKENS = { TOKEN: 'operator', SUPERVISOR_TOKEN: 'supervisor', ADMIN_TOKEN: 'admin' } as const;
/** Streams that never end and programs of others; the specs of the doors and of the client run the like. */
const SHOWN_ONLY = ['console', 'text', 'javascript'];
const HOUR_MS = 60 * 60_000;
const BASE = '/api/waba/operator/';

/** `METHOD /path` of what a document runs in curl, shows as a request line or names in its text. */
function requestsOf(document: string): string[] {
  const blocks = docBlocks(document);
  const anything = {
    TOKEN: '',
    SUPERVISOR_TOKEN: '',
    ADMIN_TOKEN: '',
    API_KEY: '',
    MEDIA_ID: '',
    REFRESH_TOKEN: '',
    ETAG: '',
    EVENT_ID: '',
    WHEN: '',
  };
  const run = blocks.filter(({ language }) => language === 'bash').flatMap(({ text }) => parseCurl(text, anything));
  const lines = blocks.filter(({ language }) => language === 'http').map(({ text }) => text);
  const named = [...document.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) [^`\s]+)`/g)].map(([, text = '']) => text);
  return [
    ...run.map(({ method, url }) => `${method} ${new URL(url).pathname}`),
    ...[...lines, ...named].map((text) => {
      const [method = '', path = ''] = text.split(/[\s?]/);
      return `${method} ${path.startsWith('/') ? path : BASE + path}`;
    }),
  ];
}

/** The routes of the operator's desk as openapi.json has them: `GET /api/waba/operator/chat/{id}`. */
function deskRoutes(): string[] {
  const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
    paths: Record<string, Record<string, { tags?: string[] }>>;
  };
  return Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod)
      .filter(
        ([, { tags = [] }]) =>
          tags.some((tag) => ['Chats', 'Customers', 'Desk', 'Realtime', 'Send'].includes(tag)) ||
          /\/(?:api-keys|sessions)\b/.test(path),
      )
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  );
}

describe('the documents for operators', () => {
  it('have every route of the desk and of sending', () => {
    const texts = [...DOCUMENTS.map(({ text }) => text), readFileSync('docs/operator-api.ru.md', 'utf8')];
    const requests = texts.flatMap(requestsOf);
    const routes = deskRoutes();
    const missing = routes.filter((route) => {
      const pattern = new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      return !requests.some((request) => pattern.test(request));
    });
    expect(routes.length).toBeGreaterThan(40);
    expect(missing).toEqual([]);
  });

  it.each(DOCUMENTS)('link to sections that are there: $path', ({ text, sections }) => {
    const anchors = docHeadings(text).map((heading) => anchorOf(heading.replace(/^#+ /, '')));
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(sections.length - 1);
    expect(links.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
  });
});

/** As GitHub makes them. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

describe.each(DOCUMENTS)('the examples of $path', ({ blocks, sections }) => {
  let desk: DemoDesk;
  /** Shown once, by the answer that made it. */
  let apiKey = '';
  let mediaId = '';
  let eventId = '';

  beforeAll(async () => {
    desk = await startDemoDesk();
  });
  afterAll(() => desk.close());

  const variables = async (): Promise<Record<string, string>> => {
    const tokens = Object.entries(TOKENS).map(async ([name, role]): Promise<[string, string]> => {
      const user = DEMO_USERS.find((one) => one.role === role);
      return [name, await desk.app.tokenOf({ id: user?.id ?? 0 })];
    });
    const when = new Date(desk.app.clock.millis() + HOUR_MS).toISOString();
    return {
      ...Object.fromEntries(await Promise.all(tokens)),
      API_KEY: apiKey,
      MEDIA_ID: mediaId,
      EVENT_ID: eventId,
      WHEN: when,
    };
  };

  const runCurl = async (block: DocBlock): Promise<DocRun[]> => {
    const runs = await runCurlBlock(desk, block, await variables());
    for (const { answer } of runs) {
      apiKey = keyOf(answer.body) ?? apiKey;
      mediaId = uploadOf(answer.body) ?? mediaId;
      eventId = positionOf(answer.body) ?? eventId;
    }
    return runs;
  };

  const runScript = async ({ text }: DocBlock): Promise<void> => {
    const { TOKEN } = await variables();
    // The world stands still, so that the later examples find it as the document shows it.
    const setTimeout = (go: () => void): void => go();
    const { printed } = await runTypeScript(atDesk(desk, text), { myToken: TOKEN, setTimeout });
    expect(printed).toEqual([expect.stringMatching(/^Открытых чатов: \d+$/)]);
  };

  it.each(sections)('run and answer as it says: %s', async (section) => {
    // Not the worker's second: what was said so far is to be found now.
    while (await desk.app.app.get(SearchIndexService, { strict: false }).fillNext());
    let runs: DocRun[] = [];
    for (const block of blocks.filter(({ headings }) => (headings[1] ?? '') === section)) {
      if (block.language === 'bash') runs = await runCurl(block);
      else if (block.language === 'json') {
        expect(answerBlockDifferences(block, runs, shownDifferences)).toEqual([]);
      } else if (block.language === 'typescript') await runScript(block);
      else if (!SHOWN_ONLY.includes(block.language)) throw new Error(`nobody runs the block of line ${block.line}`);
    }
  });
});

function keyOf(body: unknown): string | undefined {
  const isNew = typeof body === 'object' && body !== null && 'key' in body;
  return isNew && typeof body.key === 'string' ? body.key : undefined;
}

function positionOf(body: unknown): string | undefined {
  const isPage = typeof body === 'object' && body !== null && 'lastId' in body;
  return isPage ? String(body.lastId) : undefined;
}

/** The id of an uploaded file, the one answer with a fingerprint. */
function uploadOf(body: unknown): string | undefined {
  const isUpload = typeof body === 'object' && body !== null && 'sha256' in body && 'id' in body;
  return isUpload ? String(body.id) : undefined;
}
