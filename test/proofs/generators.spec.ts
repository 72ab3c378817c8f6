import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from '../../src/docs/described-operation.js';
import { PUBLIC_EVENT_TYPES } from '../../src/events/event-types.js';
import { previewDocumentText } from '../../src/preview-document.js';
import { makeTestFolder } from '../support/test-folder.js';

const { resolve } = createRequire(import.meta.url);
const NODE_MODULES = dirname(dirname(resolve('typescript/package.json')));
const OPTIONS = {
  strict: true,
  noUncheckedIndexedAccess: true,
  target: 'es2023',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2023', 'dom', 'dom.iterable'],
  types: [],
  noEmit: true,
};

/** The compiler has to refuse the next line. */
const MUST_FAIL = ['// @ts', 'expect', 'error'].join('-');

/** What a builder does with any event: one case for each type, and the compiler knows that none is missing. */
const SWITCH = `
export function told(event: Event): string {
  switch (event.type) {
    case 'message.received':
      ${MUST_FAIL} a message tells of no chat
      event.data.chat;
      return event.data.message.content + event.chatId.toFixed();
    case 'chat.assigned':
      return event.data.chat.assignee?.email ?? 'nobody';
    case 'channel.paused':
      return String(event.data.paused) + event.data.channelId.toFixed();
    case 'system.webhook_silent':
      return event.data.since ?? 'never';
${PUBLIC_EVENT_TYPES.filter(
  (type) => !['message.received', 'chat.assigned', 'channel.paused', 'system.webhook_silent'].includes(type),
)
  .map((type) => `    case '${type}':`)
  .join('\n')}
      return event.id;
    default: {
      const nothing: never = event;
      return nothing;
    }
  }
}

${MUST_FAIL} it is told apart by its type
export const wrong: Event = { id: '1', type: 'message.sung', version: 1, occurredAt: '', chatId: 1, data: {} };

export function shown(message: HistoryMessageDto): string {
  ${MUST_FAIL} it may be null
  message.senderUser.email;
  return message.senderUser?.email ?? message.content;
}
`;

/** In an empty project, without a network: what the tools say, what they write, and whether that compiles. */
describe('an empty project', () => {
  let folder: string;
  let document: OpenAPIObject;

  beforeAll(async () => {
    folder = await makeTestFolder();
    const text = await previewDocumentText();
    document = JSON.parse(text) as OpenAPIObject;
    await write('openapi.json', text);
    await write('package.json', JSON.stringify({ name: 'empty', private: true, type: 'module' }));
    await write('tsconfig.json', JSON.stringify({ compilerOptions: OPTIONS, include: ['*.ts'] }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const run = async (script: string, ...args: string[]): Promise<string> => {
    const command = promisify(execFile)(process.execPath, [join(NODE_MODULES, script), ...args], { cwd: folder });
    const { stdout, stderr } = await command.catch((error: { stdout: string; stderr: string }) => error);
    return stdout + stderr;
  };
  const compile = (): Promise<string> => run('typescript/bin/tsc', '-p', '.');

  it('gets a name for each operation that is its own', () => {
    const names = operationsOf(document.paths).map(({ operation }) => operation.operationId ?? '');
    expect(names.filter((name) => !/^[a-z][a-zA-Z]{2,30}$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('gets types from openapi-typescript that tell events apart', async () => {
    const said = await run(
      'openapi-typescript/bin/cli.js',
      'openapi.json',
      '--root-types',
      '--root-types-no-schema-prefix',
      '-o',
      'schema.d.ts',
    );
    expect(said).not.toMatch(/warn|error|✘/i);
    expect(looseTypes(await read('schema.d.ts'))).toEqual([]);
    await write(
      'use-schema.ts',
      `import type { Event, HistoryMessageDto, operations, paths } from './schema.js';${SWITCH}
type Sent = paths['/api/waba/operator/send']['post']['responses'][200]['content']['application/json'];
type Send = NonNullable<paths['/api/waba/operator/send']['post']['requestBody']>['content']['application/json'];
export const hello: Send = { chatId: 123, message: 'Hello!' };
type Problem = operations['sendMessage']['responses'][409]['content']['application/problem+json'];
export const read = (sent: Sent): [boolean, string | null, number] => [sent.success, sent.messageId, sent.message.id];
export const said = (problem: Problem): string => (problem.code === 'WINDOW_CLOSED' ? 'template' : problem.error);
${MUST_FAIL} there is no such code
export const never = (problem: Problem): boolean => problem.code === 'WINDOW_SHUT';
`,
    );
    expect(await compile()).toBe('');
  });

  it('gets a whole client from @hey-api/openapi-ts', async () => {
    const said = await run(
      '@hey-api/openapi-ts/bin/run.js',
      '-i',
      'openapi.json',
      '-o',
      'generated',
      '-c',
      '@hey-api/client-fetch',
      '--no-log-file',
    );
    expect(said).not.toMatch(/warn|error|✗/i);
    const types = await read('generated/types.gen.ts');
    expect(looseTypes(types)).toEqual([]);
    // Two things of one name get a number each; what is written otherwise than it is read, a second type.
    expect(types.match(/^export type \w+(\d+|Writable) /gm) ?? []).toEqual([
      'export type CreateChannelDtoWritable ',
      'export type UpdateChannelDtoWritable ',
    ]);
    const functions = [...(await read('generated/sdk.gen.ts')).matchAll(/^export const (\w+)/gm)].map(
      ([, name]) => name,
    );
    const names = operationsOf(document.paths).map(({ operation }) => operation.operationId);
    expect(new Set(functions)).toEqual(new Set(names));
    await write(
      'use-generated.ts',
      `import { sendMessage, type Event, type HistoryMessageDto, type WebhookEvent } from './generated';${SWITCH}
export const isTest = (event: WebhookEvent): boolean => event.type === 'webhook.test';
export async function send(): Promise<string | null | undefined> {
  ${MUST_FAIL} a body is needed
  void sendMessage({});
  const { data, error } = await sendMessage({ body: { chatId: 123, message: 'Hello!' } });
  return data?.messageId ?? (error !== undefined && 'code' in error ? error.code : undefined);
}
`,
    );
    expect(await compile()).toBe('');
  });
});

/** Where anything goes, and has to: headers, what Meta writes in words of its own, and an error whose answer has no body. */
const LOOSE =
  /^(\[(key|name): string\]: unknown|\} \| (unknown\[\]|Array<unknown>) \| string \| number \| boolean \| null|416: unknown);$/;

/** Lines that say `any` or `unknown` where a type might stand. */
function looseTypes(code: string): string[] {
  return code
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/'[^'\n]*'|"[^"\n]*"/g, '""')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /\b(any|unknown)\b/.test(line) && !LOOSE.test(line));
}
