import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Harness, startHarness } from './testing/simulator-harness.js';

const HTML = { accept: 'text/html,*/*;q=0.8' };
const LOGIN = { name: 'Анна', email: 'operator@example.com', password: 'sandbox-demo' };

let folder: string;
let harness: Harness;
let bare: Harness;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panes-'));
  await writeFile(join(folder, 'index.js'), 'export const a = 1;\n');
  await writeFile(join(folder, 'package.json'), '{}');
  const panes = { apiUrl: 'http://localhost:3000', clientFolder: folder, logins: [LOGIN] };
  harness = await startHarness({ panes });
  bare = await startHarness();
});
afterAll(async () => {
  await harness.close();
  await bare.close();
  await rm(folder, { recursive: true });
});

function get(path: string, headers: Record<string, string> = {}, from = harness): Promise<Response> {
  return fetch(`${from.simulator.url}${path}`, { headers, redirect: 'manual' });
}

describe('the page of the two panes', () => {
  it('is at the root for browsers; what is there is told to the rest', async () => {
    const page = await get('/', HTML);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toMatch(/<section id="phone"[\s\S]*<section id="desk"/);
    expect(await (await get('/')).text()).toMatch(/\/docs[\s\S]*\/control\/sent[\s\S]*208 {2}\+77010000208/);
  });

  it('runs nothing but what comes from here, makes no markup of texts, and talks to the API alone', async () => {
    const policy = (await get('/', HTML)).headers.get('content-security-policy') ?? '';
    const rules = policy.split('; ');
    expect(rules).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self' http://localhost:3000",
        "img-src 'self' data: http://localhost:3000",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ]),
    );
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  it.each([
    ['/dom.js', 'text/javascript; charset=utf-8'],
    ['/phone.js', 'text/javascript; charset=utf-8'],
    ['/operator.js', 'text/javascript; charset=utf-8'],
    ['/picker.js', 'text/javascript; charset=utf-8'],
    ['/panes.css', 'text/css; charset=utf-8'],
    ['/client/index.js', 'text/javascript; charset=utf-8'],
  ])('has %s', async (path, type) => {
    const { status, headers } = await get(path);
    expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
      200,
      type,
      'nosniff',
    ]);
  });

  it.each(['/tsconfig.json', '/types.d.ts', '/client/package.json', '/client/..%2findex.js', '/client/missing.js'])(
    'has no %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it('is told where the API is, and the time messages go by', async () => {
    const about = await get('/panes.json');
    expect(about.headers.get('cache-control')).toBe('no-store');
    expect(await about.json()).toEqual({
      apiUrl: 'http://localhost:3000',
      logins: [LOGIN],
      now: '2025-12-09T12:34:56.000Z',
    });
    expect(await (await get('/panes.json', {}, bare)).json()).toMatchObject({ apiUrl: null, logins: [] });
    expect((await get('/client/index.js', {}, bare)).status).toBe(404);
  });
});
