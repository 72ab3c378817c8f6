import type { OpenAPIObject } from '@nestjs/swagger';

type ComponentsObject = NonNullable<OpenAPIObject['components']>;

/** What a client's code cannot depend on. */
const PROSE = new Set(['description', 'summary', 'title', 'example', 'examples', 'tags', 'externalDocs', 'default']);

/** Under these the keys are names of ours, which may be any word. */
const NAMES = new Set([
  'properties',
  'schemas',
  'responses',
  'headers',
  'paths',
  'webhooks',
  'content',
  'mapping',
  'securitySchemes',
]);

/** The document without its prose: what a client can depend on, and what the next document is compared with. */
export function contractOf({ paths, webhooks, components }: OpenAPIObject): OpenAPIObject {
  const { responses = {}, schemas = {} } = components ?? {};
  return bare({ paths, webhooks: webhooks ?? {}, components: { responses, schemas } }, false) as OpenAPIObject;
}

function bare(value: unknown, isNames: boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => bare(one, false));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => isNames || !PROSE.has(key));
  return Object.fromEntries(kept.map(([key, child]) => [key, bare(child, !isNames && NAMES.has(key))]));
}

/** The contract as a file: an operation, a schema to a line, so that a diff shows which changed. */
export function contractText({ paths, webhooks, components }: OpenAPIObject): string {
  const { responses = {}, schemas = {} } = components ?? {};
  const blocks = Object.entries({ paths, webhooks, responses, schemas }).map(([name, entries]) => {
    const lines = Object.entries(entries ?? {}).map(
      ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    );
    return `${JSON.stringify(name)}: {\n${lines.join(',\n')}\n}`;
  });
  return `{\n${blocks.join(',\n')}\n}\n`;
}

/** Reads what `contractText` wrote. */
export function readContract(text: string): OpenAPIObject {
  const { responses, schemas, ...rest } = JSON.parse(text) as Pick<OpenAPIObject, 'paths' | 'webhooks'> &
    Required<Pick<ComponentsObject, 'responses' | 'schemas'>>;
  return { openapi: '3.1.0', info: { title: '', version: '' }, ...rest, components: { responses, schemas } };
}
