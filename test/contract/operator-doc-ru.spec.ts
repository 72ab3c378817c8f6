import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ERROR_CODES, type ErrorCode, errorEntry } from '../../src/common/errors/error-catalogue.js';
import { OPERATOR_ID } from '../../src/sandbox/seed/demo-people.js';
import { shapeDifferences } from '../support/answer-shape.js';
import { type DemoDesk, startDemoDesk } from '../support/demo-desk.js';
import { type DocBlock, docBlocks, docHeadings } from '../support/doc-blocks.js';
import { answerBlockDifferences, atDesk, controlDesk, type DocRun, runCurlBlock } from '../support/doc-runner.js';
import { runTypeScript } from '../support/run-typescript.js';

const DOCUMENT = readFileSync('docs/operator-api.ru.md', 'utf8');
/** The contract with the host the document uses. */
const CONTRACT = readFileSync('docs/contract/operator-api.ru.md', 'utf8').replaceAll(
  'https://bm.drawbridge.kz',
  'http://localhost:3000',
);
const BLOCKS = docBlocks(DOCUMENT);
const SECTIONS = [...new Set(BLOCKS.map(({ headings }) => headings[1] ?? ''))];

/** What each example in TypeScript prints, by the function it declares. */
const PRINTED: Readonly<Record<string, unknown[]>> = {
  requestSession: ['Вошли как Анна', 'Сессия продлена'],
  sendWABAMessage: [expect.stringMatching(/^Sent: wamid\./)],
  checkMessageStatus: ['✅ Доставлено'],
  getChatHistory: [
    expect.stringMatching(/^Всего сообщений: 15\d$/),
    ...Array.from({ length: 20 }, () => expect.any(String)),
  ],
  sendOnce: [expect.stringMatching(/^Сообщение \d+: sent$/)],
  waitForDelivery: [expect.stringMatching(/^Доставлено 2026-/)],
  loadWholeHistory: [expect.stringMatching(/^Загружено сообщений: 15\d$/)],
};

/** Of addresses that are none. */
const OF_NO_ROUTE: readonly ErrorCode[] = ['NOT_FOUND'];

describe('docs/operator-api.ru.md', () => {
  it('has the headings of the contract in their order', () => {
    const wanted = docHeadings(CONTRACT);
    expect(docHeadings(DOCUMENT).filter((heading) => wanted.includes(heading))).toEqual(wanted);
  });

  it('has the examples of the contract word for word', () => {
    const texts = BLOCKS.map(({ text }) => text);
    const runnable = docBlocks(CONTRACT).filter(({ language }) => language !== 'json');
    for (const { text } of runnable) expect(texts).toContain(text);
  });

  it('has the answers of the contract, with more in them', () => {
    const samples = BLOCKS.filter(({ language }) => language === 'json').map(({ text }): unknown => JSON.parse(text));
    for (const { text, line } of docBlocks(CONTRACT).filter(({ language }) => language === 'json')) {
      const isThere = samples.some((sample) => shapeDifferences(JSON.parse(text), sample).length === 0);
      expect([line, isThere]).toEqual([line, true]);
    }
  });

  it('has the parameters, statuses, flags and notes of the contract word for word', () => {
    const lines = DOCUMENT.split('\n');
    const notes = CONTRACT.split('\n').filter((line) => /^(- |\| |\d\. )/.test(line));
    expect(notes.length).toBeGreaterThan(35);
    expect(notes.filter((note) => !lines.includes(note))).toEqual([]);
  });

  it('lists every error a client can meet, with its status', () => {
    const listed = [...DOCUMENT.matchAll(/^\| `(\d{3})` \| `(\w+)` \|/gm)].map(([, status, code]) => [
      code,
      Number(status),
    ]);
    const documented = documentedCodes();
    const wanted = ERROR_CODES.filter((code) => documented.has(code) || OF_NO_ROUTE.includes(code)).map((code) => [
      code,
      errorEntry(code).status,
    ]);
    const byCode = (a: unknown[], b: unknown[]): number => String(a[0]).localeCompare(String(b[0]));
    expect(listed.sort(byCode)).toEqual(wanted.sort(byCode));
  });
});

/** The errors that openapi.json knows of the routes of this document. */
function documentedCodes(): Set<string> {
  const { paths, components }: OpenApi = JSON.parse(readFileSync('openapi.json', 'utf8'));
  const operations = Object.entries(paths).filter(([path]) => /^\/api\/(?:waba\/operator|auth)\//.test(path));
  const responses = [
    ...operations.flatMap(([, byMethod]) => Object.values(byMethod).flatMap((one) => Object.values(one.responses))),
    ...Object.values(components.responses),
  ];
  return new Set(
    responses.flatMap(({ content }) => Object.keys(content?.['application/problem+json']?.examples ?? {})),
  );
}

interface ErrorResponse {
  content?: Record<string, { examples?: object } | undefined>;
}

interface OpenApi {
  paths: Record<string, Record<string, { responses: Record<string, ErrorResponse> }>>;
  components: { responses: Record<string, ErrorResponse> };
}

describe('the examples of docs/operator-api.ru.md', () => {
  let desk: DemoDesk;

  beforeAll(async () => {
    desk = await startDemoDesk();
  });
  afterAll(() => desk.close());

  /** Signed in anew for each block: some of them end their session. */
  const variables = async (): Promise<Record<string, string>> => {
    const { accessToken, refreshToken } = await desk.app.session({ id: OPERATOR_ID });
    const path = '/api/waba/operator/message-status/456';
    const { headers } = await desk.app.call('GET', path, { token: accessToken });
    return { TOKEN: accessToken, REFRESH_TOKEN: refreshToken, ETAG: headers.get('etag') ?? '' };
  };

  const runScript = async ({ text }: DocBlock): Promise<void> => {
    const { TOKEN } = await variables();
    // Instead of waiting, the world goes on by as much.
    const setTimeout = (go: () => void, milliseconds: number): void => {
      void controlDesk(desk, 'clock', 'POST', { advanceSeconds: Math.ceil(milliseconds / 1000) }).then(go);
    };
    const { printed, functions } = await runTypeScript(atDesk(desk, text), { myToken: TOKEN, setTimeout, crypto });
    const [name = ''] = Object.keys(functions);
    expect(printed).toEqual(PRINTED[name] ?? `what ${name} prints is not known`);
  };

  const tryRequestLine = async ({ text }: DocBlock): Promise<void> => {
    const [method = '', path = ''] = text.split(/\s/);
    const { TOKEN = '' } = await variables();
    const call = { token: TOKEN, ...(method === 'POST' ? { body: {} } : {}) };
    const answer = await desk.app.call(method, path.replace(':messageId', '456').replace(':chatId', '123'), call);
    expect([path, answer.status]).toEqual([path, method === 'POST' ? 400 : 200]);
  };

  const tryHeader = async ({ text }: DocBlock): Promise<void> => {
    const { TOKEN = '' } = await variables();
    const [name = '', value = ''] = text.replace('YOUR_JWT_TOKEN', TOKEN).split(': ');
    expect((await desk.app.call('GET', '/api/auth/me', { headers: { [name]: value } })).status).toBe(200);
  };

  it.each(SECTIONS)('run and answer as it says: %s', async (section) => {
    await controlDesk(desk, 'faults', 'DELETE');
    const runs: DocRun[] = [];
    for (const block of BLOCKS.filter(({ headings }) => (headings[1] ?? '') === section)) {
      if (block.language === 'bash') runs.push(...(await runCurlBlock(desk, block, await variables())));
      else if (block.language === 'json') expect(answerBlockDifferences(block, runs)).toEqual([]);
      else if (block.language === 'typescript') await runScript(block);
      else if (block.language === 'http') await tryRequestLine(block);
      else if (block.language === '') await tryHeader(block);
      // The contract's own, as the tests above say; a browser runs it elsewhere.
      else if (block.language !== 'tsx') throw new Error(`nobody runs the block of line ${block.line}`);
    }
  });

  it('wait for a delivery that is still to come', async () => {
    const script = BLOCKS.find(({ text }) => text.includes('function waitForDelivery'))?.text ?? '';
    const { TOKEN = '' } = await variables();
    let waits = 0;
    const setTimeout = (go: () => void): void => {
      waits += 1;
      void controlDesk(desk, 'clock', 'POST', { advanceSeconds: 1 }).then(go);
    };
    const { functions } = await runTypeScript(atDesk(desk, script), { myToken: TOKEN, setTimeout });
    const sent = await desk.app.call<{ message: { id: number } }>('POST', '/api/waba/operator/send', {
      token: TOKEN,
      body: { chatId: 123, message: 'Ждём' },
    });
    const status = await functions['waitForDelivery']?.(TOKEN, sent.body.message.id);
    expect(status).toMatchObject({ delivered: true });
    expect(waits).toBeGreaterThan(0);
  });

  it('send once, however often the server was too busy', async () => {
    const script = BLOCKS.find(({ text }) => text.includes('function sendOnce'))?.text ?? '';
    const { TOKEN = '' } = await variables();
    const keys: (string | null)[] = [];
    const flaky = (url: string, init: RequestInit): Promise<Response> => {
      keys.push(new Headers(init.headers).get('idempotency-key'));
      if (keys.length === 1) return Promise.reject(new TypeError('fetch failed'));
      if (keys.length === 2) return Promise.resolve(Response.json({ code: 'OVERLOADED' }, { status: 503 }));
      return fetch(url, init);
    };
    const { printed } = await runTypeScript(atDesk(desk, script), {
      myToken: TOKEN,
      fetch: flaky,
      crypto,
      setTimeout: (go: () => void) => go(),
    });
    expect(printed).toEqual(PRINTED['sendOnce']);
    expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
  });
});
