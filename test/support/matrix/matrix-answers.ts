import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { ApiAnswer } from '../test-app.js';
import type { MatrixRoute } from './matrix-route.js';

interface Described {
  content?: Record<string, { schema?: object }>;
}

/** Holds answers to the document: the status is one of the operation's, the keys are those of its schema. */
export class AnswerJudge {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(document: OpenAPIObject) {
    this.ajv.addSchema(document, 'openapi.json');
  }

  /** What is wrong with an answer; nothing, where all is well. */
  problems({ operation }: MatrixRoute, { status, headers, text, body }: ApiAnswer<unknown>): string[] {
    const described = operation.responses[String(status)] as Described | undefined;
    if (described === undefined) return [`${status} is not in the document: ${text.slice(0, 300)}`];
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    if (described.content === undefined || !/\bjson$/.test(type)) return [];
    const schema = described.content[type]?.schema;
    if (schema === undefined) return [`${status} as ${type} is not in the document`];
    const validate = this.validatorOf(schema);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${status} ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  private validatorOf(schema: object): ValidateFunction {
    const text = JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/');
    const known = this.compiled.get(text);
    if (known !== undefined) return known;
    const made = this.ajv.compile(JSON.parse(text) as object);
    this.compiled.set(text, made);
    return made;
  }
}

/** What two requests at one moment may be answered differently in. */
const OWN_HEADERS = new Set(['date', 'x-request-id', 'ratelimit', 'keep-alive', 'event-id']);

/** An answer without what is each request's own, so that two of them can be the same to the byte. */
export function likeness({ status, headers, text }: ApiAnswer<unknown>, path: string): string {
  const shown = [...headers].filter(([name]) => !OWN_HEADERS.has(name)).map(([name, value]) => `${name}: ${value}`);
  const same = text
    .replace(/"requestId":"[^"]*"/, '"requestId":""')
    // Where the sequence of events is at that moment.
    .replace(/"lastId":"[^"]*"/, '"lastId":""')
    .replace(`"instance":${JSON.stringify(path.split('?')[0])}`, '"instance":""');
  return [status, ...shown.sort(), same].join('\n');
}
