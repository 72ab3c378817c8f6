import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BuiltClient, buildClient, SERVED_TARBALL } from '../support/built-client.js';
import { makeTestFolder } from '../support/test-folder.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

const PROGRAM = `import { ApiProblem, createClient, type OperatorEvent } from '@wa-operator/client';
declare const process: { env: { URL: string; TOKEN: string; CHAT: string } };
const client = createClient({ baseUrl: process.env.URL, getToken: () => process.env.TOKEN });
const [heard, { chats, eventId }] = [new Array<OperatorEvent>(), await client.chats({ limit: 5 })];
const stream = client.events({ after: eventId, onEvent: (event) => heard.push(event) });
const { message } = await client.send({ chatId: Number(process.env.CHAT), message: 'From an empty project' });
const failure = await client.send({ chatId: 999_999, message: 'Hi' }).catch((error: ApiProblem) => error.code);
while (!heard.some(({ type }) => type === 'message.sent')) await new Promise((done) => setTimeout(done, 20));
stream.close();
console.log(JSON.stringify([chats[0]?.customer.name, message.status, failure, heard[0]?.type]));
`;

/** Each of these lines is wrong, and the compiler has to see it. */
const WRONG = [
  `await client.get('/api/waba/operator/chatz');`,
  `await client.delete('/api/waba/operator/chats');`,
  `await client.get('/api/waba/operator/chat/{id}');`,
  `await client.get('/api/waba/operator/chat/{id}', { params: { id: 'x' } });`,
  `await client.get('/api/waba/operator/chats', { query: { limits: 5 } });`,
  `await client.post('/api/waba/operator/send', {});`,
  `await client.send({ chatId: 1, text: 'Hi' });`,
  `(await client.chats()).chats[0]?.customer.nickname;`,
  `(await client.history(1)).messages.at(0).id;`,
  `if (problem.code === 'NO_SUCH_CODE') throw problem;`,
  `client.events({ onEvent: (event) => event.data.message });`,
  `client.events({ onEvent: (event) => event.type === 'message.recieved' });`,
];

/** Ways in which a project may find its packages. */
const RESOLUTIONS = [
  ['node16', ['--module', 'node16', '--moduleResolution', 'node16']],
  ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
] as const;

describe('the packed client, from an empty project', () => {
  let desk: TestDesk;
  let built: BuiltClient;
  let project: string;

  beforeAll(async () => {
    built = await buildClient(SERVED_TARBALL);
    desk = await startTestDesk();
    project = join(await makeTestFolder(), 'empty');
    await mkdir(project);
    await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
    const response = await fetch(`${desk.app.url}/api/client.tgz`);
    await writeFile(join(project, 'client.tgz'), Buffer.from(await response.arrayBuffer()));
    await run('npm', ['install', './client.tgz', '--offline', '--no-audit', '--no-fund'], { cwd: project });
  });
  afterAll(async () => {
    await desk?.close();
    await built?.remove();
  });

  /** What the compiler has to say about these files; their endings are `.ts`. */
  const compile = async (sources: Readonly<Record<string, string>>, options: readonly string[]): Promise<string> => {
    const files = Object.entries(sources).map(([name, source]) => ({ path: `${name}.ts`, source }));
    for (const { path, source } of files) await writeFile(join(project, path), source);
    const args = [TSC, ...files.map(({ path }) => path), '--strict', '--target', 'es2022', ...options];
    return run(process.execPath, args, { cwd: project }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
  };
  const execute = async (name: string): Promise<string> => {
    const env = {
      PATH: process.env['PATH'],
      URL: desk.app.url,
      TOKEN: desk.operator.token,
      CHAT: String(desk.chatId),
    };
    return (await run(process.execPath, [`${name}.js`], { cwd: project, env })).stdout;
  };

  it('has the server’s version, a licence, and no dependencies', async () => {
    const installed = join(project, 'node_modules/@wa-operator/client');
    const manifest: Record<string, unknown> = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
    const { version }: { version: string } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name: '@wa-operator/client', version, license: 'MIT', type: 'module' });
    expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([]);
    expect(await readFile(join(installed, 'LICENSE'), 'utf8')).toContain('MIT License');
    expect((await run('ls', [join(project, 'node_modules'), '-A'])).stdout.split('\n')).toEqual([
      '.package-lock.json',
      '@wa-operator',
      '',
    ]);
  });

  it.each(RESOLUTIONS)('compiles strictly under %s and runs', async (name, options) => {
    expect(await compile({ [name]: PROGRAM }, options)).toBe('');
    expect(JSON.parse(await execute(name))).toEqual(['Клиент 0001', 'sent', 'CHAT_NOT_FOUND', 'message.queued']);
  });

  it('lets the compiler see what is wrong', async () => {
    const head = `import { ApiProblem, createClient } from '@wa-operator/client';
const client = createClient({ baseUrl: '' });
const problem = new ApiProblem(500, undefined, undefined);
`;
    const [, options] = RESOLUTIONS[0];
    const output = await compile({ wrong: head + WRONG.join('\n') }, [...options, '--noEmit']);
    const lines = new Set([...output.matchAll(/^wrong\.ts\((\d+),/gm)].map(([, line]) => Number(line) - 4));
    expect(WRONG.filter((_, index) => !lines.has(index))).toEqual([]);
  });

  it('does what its README shows', async () => {
    const readme = await readFile(join(project, 'node_modules/@wa-operator/client/README.md'), 'utf8');
    const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block = '']) => block);
    expect(blocks.length).toBeGreaterThan(2);
    const user = await desk.app.createUser({ email: 'operator@example.com' });
    await desk.app.addMember({ id: desk.fixture.channelId }, user);
    const sources = blocks.map((block, index) => [
      `block${index}`,
      block
        .replaceAll('https://wa.example.com', desk.app.url)
        .replaceAll('wak_…', desk.operator.token)
        .replaceAll('sandbox-demo', user.password)
        .replaceAll('123', String(desk.chatId))
        // Node keeps nothing over reloads, and a busy machine needs longer.
        .replace('localStorageSession()', 'undefined')
        .replace('1_000', '5_000'),
    ]);
    expect(await compile(Object.fromEntries(sources), RESOLUTIONS[1][1])).toBe('');
    const printed = await Promise.all(blocks.map((_, index) => execute(`block${index}`)));
    expect(printed[0]).toMatch(/^Hello, Anna\n\d+ sent\n\d+ of \d+\n$/);
    expect(printed[1]).toMatch(/^200 "\S+" .+\n$/);
    expect(printed[2]).toMatch(/^\d+ chats\nconnecting \nlive \n/);
  });

  it('is given to everybody, and a 304 to who has it', async () => {
    const { status, headers } = await desk.app.call('GET', '/api/client.tgz');
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'application/gzip',
      'public, no-cache',
    ]);
    const etag = headers.get('etag') ?? '';
    expect(etag).toMatch(/^"\d+\.\d+\.\d+-[\w-]{16}"$/);
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="wa-operator-client-\d+\.\d+\.\d+\.tgz"$/,
    );
    const again = await desk.app.call('GET', '/api/client.tgz', { headers: { 'if-none-match': etag } });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
  });
});
