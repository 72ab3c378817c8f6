import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject, OperationObject, SchemaObject } from '@nestjs/swagger';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type DescribedOperation, operationsOf, parametersOf } from '../../src/docs/described-operation.js';
import { previewDocumentText } from '../../src/preview-document.js';

const ROOT = new URL('../../', import.meta.url);
const PROBLEM = 'application/problem+json';
const TAGS = ['Auth', 'Send', 'Chats', 'Customers', 'Desk', 'Realtime', 'Admin', 'Meta'];

/** A media type of a request or a response, with the place to name it by. */
interface Content {
  place: string;
  type: string;
  schema: object;
  examples: Record<string, { summary?: string; value: unknown }>;
}

describe('the OpenAPI document', () => {
  let text: string;
  let document: OpenAPIObject;
  let operations: DescribedOperation[];
  let schemas: Map<string, SchemaObject>;

  beforeAll(async () => {
    text = await previewDocumentText();
    document = JSON.parse(text) as OpenAPIObject;
    operations = operationsOf(document.paths);
    schemas = new Map(Object.entries(document.components?.schemas ?? {}) as [string, SchemaObject][]);
  });

  const operation = (id: string): OperationObject => {
    const found = operations.find((one) => one.operation.operationId === id);
    if (found === undefined) throw new Error(`there is no operation ${id}`);
    return found.operation;
  };
  const errorCodes = (id: string, status: string): string[] =>
    contentsOf(operation(id))
      .filter(({ place, type }) => place.endsWith(` ${status}`) && type === PROBLEM)
      .flatMap(({ examples }) => Object.keys(examples));

  it('is OpenAPI 3.1, names no host and is for everybody', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.servers).toEqual([{ url: '/' }]);
    expect(document.info.license).toEqual({ name: 'MIT', identifier: 'MIT' });
    expect(document.info.description).toMatch(/[А-Яа-я]{5}/);
  });

  it('goes by tags in the order of work', () => {
    expect((document.tags ?? []).map(({ name }) => name)).toEqual(TAGS);
    const ranks = operations.map((one) => TAGS.indexOf(one.operation.tags?.[0] ?? ''));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(ranks).not.toContain(-1);
  });

  it('says of every operation what it does and under which name', () => {
    for (const { operation: one, path } of operations) {
      expect([path, one.summary, one.operationId]).toEqual([
        path,
        expect.stringMatching(/./),
        expect.stringMatching(/^[a-z]\w+$/),
      ]);
    }
  });

  it('says of every operation how it answers when all is well', () => {
    const silent = operations.filter(
      ({ operation: one }) => !Object.keys(one.responses).some((code) => code.startsWith('2')),
    );
    expect(silent.map(({ operation: one }) => one.operationId)).toEqual(['connectWebSocket']);
  });

  it('lists the errors of sign-in wherever a token is needed, and the mistakes that may happen anywhere', () => {
    for (const { operation: one } of operations) {
      const id = one.operationId ?? '';
      const isOpen = one.security?.length === 0;
      const signIn = ['AUTH_REQUIRED', 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'TOKEN_REVOKED'];
      if (!isOpen) expect([id, errorCodes(id, '401')]).toEqual([id, expect.arrayContaining(signIn)]);
      expect([id, errorCodes(id, '500')]).toEqual([id, expect.arrayContaining(['INTERNAL'])]);
      if (one.requestBody) expect([id, errorCodes(id, '413')]).toEqual([id, ['PAYLOAD_TOO_LARGE']]);
    }
  });

  it('keeps the errors of a controller and of its method, also of one status', () => {
    expect(errorCodes('changePassword', '401')).toEqual([
      'AUTH_REQUIRED',
      'TOKEN_INVALID',
      'TOKEN_EXPIRED',
      'TOKEN_REVOKED',
      'INVALID_CREDENTIALS',
    ]);
    expect(errorCodes('sendMessage', '500')).toEqual(['WABA_NOT_CONFIGURED', 'INTERNAL']);
    expect(errorCodes('createUser', '503')).toEqual(['DB_UNAVAILABLE', 'OVERLOADED']);
    expect(errorCodes('sendMessage', '503')).toEqual(['UPSTREAM', 'DB_UNAVAILABLE']);
  });

  it('says of every list where it goes on and which position of the events it reflects', () => {
    const lists = operations.flatMap(({ operation: { operationId = '', responses } }) => {
      const answer = responses['200'] as { headers?: object; content?: Record<string, { schema: object }> } | undefined;
      const [, name = ''] = /"#\/components\/schemas\/(\w+List)Dto"/.exec(JSON.stringify(answer?.content ?? {})) ?? [];
      return name === '' ? [] : [{ operationId, name, headers: Object.keys(answer?.headers ?? {}) }];
    });
    expect(lists.length).toBeGreaterThan(12);
    for (const { operationId, name, headers } of lists) {
      // The catalogue of errors is part of the program: no event tells of it.
      if (name === 'ErrorList') continue;
      const isPaged = schemas.get(`${name}Dto`)?.properties?.['nextCursor'] !== undefined;
      expect([operationId, ...headers]).toEqual(
        expect.arrayContaining([operationId, 'Event-Id', ...(isPaged ? ['Link'] : [])]),
      );
    }
  });

  it('leaves none of the marks that it was made from', () => {
    expect(text).not.toMatch(/"x-/);
    expect(text).not.toContain('"nullable"');
  });

  it('shows examples that their own schemas accept', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema(document, 'openapi.json');
    const contents = operations.flatMap((one) => contentsOf(one.operation));
    for (const { place, schema, examples } of contents) {
      const validate = ajv.compile(absolute(schema));
      for (const [name, { value }] of Object.entries(examples)) {
        validate(value);
        expect([place, name, validate.errors ?? []]).toEqual([place, name, []]);
      }
    }
    expect(contents.flatMap(({ examples }) => Object.keys(examples)).length).toBeGreaterThan(100);
  });

  it('shows every error as its whole body, at the path that answers with it', () => {
    for (const { operation: one, path } of operations) {
      const prefix = path.split('{')[0] ?? '';
      for (const { place, type, examples } of contentsOf(one).filter((content) => content.type === PROBLEM)) {
        expect([place, type, Object.keys(examples).length]).not.toEqual([place, type, 0]);
        for (const [code, { value, summary }] of Object.entries(examples)) {
          expect([place, summary, value]).toEqual([
            place,
            expect.any(String),
            expect.objectContaining({ code, instance: expect.stringContaining(prefix) }),
          ]);
        }
      }
    }
  });

  it('names an example for each body a client sends', () => {
    const bodies = operations.flatMap(({ operation: one }) =>
      // An example of JSON cannot show the bytes of an uploaded file.
      contentsOf(one).filter(({ place, type }) => place.endsWith(' body') && type !== 'multipart/form-data'),
    );
    expect(bodies.length).toBeGreaterThan(5);
    expect(bodies.filter(({ examples }) => Object.keys(examples).length === 0)).toEqual([]);
  });

  it('names an example of every type that can be sent, and of every kind of interactive message', () => {
    const body = contentsOf(operation('sendMessage')).find(({ place }) => place.endsWith(' body'));
    const examples = Object.values(body?.examples ?? {}).map(({ value }) => value as Record<string, unknown>);
    const typesOf = (name: string): unknown[] => {
      const type = schemas.get(name)?.properties?.['type'];
      return type !== undefined && 'enum' in type ? (type.enum ?? []) : [];
    };
    const [sendable, kinds] = [typesOf('SendMessageDto'), typesOf('InteractiveDto')];
    expect([sendable.length > 10, kinds.length > 5]).toEqual([true, true]);
    const shown = new Set(examples.map(({ type = 'text' }) => type));
    const shownKinds = new Set(
      examples.map(({ interactive }) => (interactive as { type?: unknown } | undefined)?.type),
    );
    expect(sendable.filter((type) => !shown.has(type))).toEqual([]);
    expect(kinds.filter((kind) => !shownKinds.has(kind))).toEqual([]);
  });

  it('describes every field with an example', () => {
    const bare = fields().filter(([, { description, example, type, ...rest }]) => {
      const isNested = '$ref' in rest || 'anyOf' in rest || 'allOf' in rest || type === 'array' || type === 'object';
      return !description || (!isNested && example === undefined);
    });
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  it('bounds every field and parameter that a client fills in', () => {
    const sent = new Set(
      operations
        .flatMap(({ operation: one }) => contentsOf(one))
        .flatMap(({ place, schema }) => (place.endsWith(' body') ? [JSON.stringify(schema)] : [])),
    );
    const own = fields().filter(([name]) =>
      sent.has(JSON.stringify({ $ref: `#/components/schemas/${name.split('.')[0]}` })),
    );
    const parameters = operations.flatMap(({ operation: one }) =>
      parametersOf(one)
        .filter(({ parameter }) => parameter.in !== 'header')
        .map(({ parameter, schema }): [string, SchemaObject] => [`${one.operationId}.${parameter.name}`, schema]),
    );
    expect(own.length).toBeGreaterThan(20);
    expect([...own, ...parameters].filter(([, schema]) => !isBounded(schema)).map(([name]) => name)).toEqual([]);
  });

  it('describes every parameter, and gives those of paths an example', () => {
    const bare = operations.flatMap(({ operation: one }) =>
      parametersOf(one)
        .filter(
          ({ parameter, schema }) =>
            !parameter.description || (parameter.in === 'path' && schema.example === undefined),
        )
        .map(({ parameter }) => `${one.operationId}.${parameter.name}`),
    );
    expect(bare).toEqual([]);
  });

  it('closes every schema: other keys are errors in requests and absent from answers', () => {
    const open = [...schemas].filter(
      ([, { additionalProperties, oneOf, enum: words }]) =>
        // What is one of several is as closed as each of them.
        additionalProperties !== false && words === undefined && !oneOf?.every((one) => '$ref' in one),
    );
    expect(open.map(([name]) => name)).toEqual([]);
    expect([...schemas.keys()]).toEqual([...schemas.keys()].sort());
  });

  it('is the one that is committed', async () => {
    expect(await readFile(new URL('openapi.json', ROOT), 'utf8')).toBe(text);
  });

  it('passes the linter without a warning', async () => {
    const cli = new URL('node_modules/@redocly/cli/bin/cli.js', ROOT).pathname;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [cli, 'lint', 'openapi.json', '--config', '.redocly.yaml'],
      { cwd: ROOT, env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } },
    );
    expect(stdout + stderr).toContain('is valid');
    expect(stdout + stderr).not.toMatch(/warning/i);
  });

  /** Every property of every schema, as `Schema.property`. */
  function fields(): [string, SchemaObject][] {
    return [...schemas].flatMap(([name, { properties = {} }]) =>
      Object.entries(properties).map(([key, schema]): [string, SchemaObject] => [
        `${name}.${key}`,
        schema as SchemaObject,
      ]),
    );
  }
});

function contentsOf({ operationId, requestBody, responses }: OperationObject): Content[] {
  const described: [string, unknown][] = [
    [`${operationId} body`, requestBody],
    ...Object.entries(responses).map(([status, response]): [string, unknown] => [`${operationId} ${status}`, response]),
  ];
  return described.flatMap(([place, value]) =>
    Object.entries((value as { content?: Record<string, Partial<Content>> } | undefined)?.content ?? {}).map(
      ([type, { schema = {}, examples = {} }]) => ({ place, type, schema, examples }),
    ),
  );
}

/** The schema, with its references into the document made absolute. */
function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/')) as object;
}

function isBounded({ type, enum: words, maxLength, pattern, maximum, minimum }: SchemaObject): boolean {
  const types = [type].flat();
  if (types.includes('string')) return words !== undefined || maxLength !== undefined || pattern !== undefined;
  if (types.includes('integer')) return minimum !== undefined && maximum !== undefined;
  return true;
}
