import type { OpenAPIObject } from '@nestjs/swagger';

export type Json = Record<string, unknown>;

export const JSON_BODY = 'application/json';
const THING = { $ref: '#/components/schemas/Thing' };
const NEW_THING = { $ref: '#/components/schemas/NewThing' };

/** A small contract of every kind of part. */
export const BEFORE: Json = {
  paths: {
    '/things/{id}': {
      get: {
        operationId: 'getThing',
        security: [],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'limit', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 100 } },
        ],
        responses: {
          '200': {
            headers: { ETag: { schema: { type: 'string' } } },
            content: { [JSON_BODY]: { schema: THING }, 'text/plain': { schema: { type: 'string' } } },
          },
          '404': { content: { [JSON_BODY]: { schema: { type: 'object' } } } },
        },
      },
      put: {
        operationId: 'putThing',
        parameters: [],
        requestBody: { required: true, content: { [JSON_BODY]: { schema: NEW_THING } } },
        responses: { '200': { content: { [JSON_BODY]: { schema: THING } } } },
      },
    },
    '/things': { post: { operationId: 'makeThing', responses: { '204': {} } } },
  },
  webhooks: {
    thing: {
      post: {
        operationId: 'receiveThing',
        parameters: [{ name: 'webhook-id', in: 'header', required: true, schema: { type: 'string' } }],
        requestBody: { required: true, content: { [JSON_BODY]: { schema: { $ref: '#/components/schemas/Event' } } } },
        responses: { '2XX': {} },
      },
    },
  },
  components: {
    responses: {},
    schemas: {
      Thing: {
        type: 'object',
        properties: {
          id: { type: 'integer' },
          at: { type: 'string', format: 'date-time' },
          colour: { type: 'string', enum: ['red', 'green'] },
          note: { type: ['string', 'null'] },
          parent: { anyOf: [THING, { type: 'null' }] },
          part: { allOf: [{ $ref: '#/components/schemas/Part' }] },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Part' } },
        },
        required: ['id', 'at', 'colour', 'note', 'parent', 'part', 'parts'],
        additionalProperties: false,
      },
      Part: { type: 'object', properties: { size: { type: 'integer' } }, required: ['size'] },
      NewThing: {
        type: 'object',
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 50 },
          colour: { type: 'string', enum: ['red', 'green'] },
          amount: { type: 'number', minimum: 0 },
          note: { type: ['string', 'null'] },
          free: { type: 'string' },
          shape: { oneOf: [{ type: 'string' }, { $ref: '#/components/schemas/Part' }] },
        },
        required: ['name'],
        additionalProperties: false,
      },
      Event: {
        oneOf: [{ $ref: '#/components/schemas/Made' }],
        discriminator: { propertyName: 'type', mapping: { made: '#/components/schemas/Made' } },
      },
      Made: { type: 'object', properties: { type: { enum: ['made'] }, thing: THING }, required: ['type', 'thing'] },
    },
  },
};

/** The whole of `BEFORE` with the values at these places put, or taken away where undefined. */
export function changed(changes: Json): OpenAPIObject {
  const document = structuredClone(BEFORE);
  for (const [path, value] of Object.entries(changes)) {
    // The only name with a dot would be a path's, and there is none.
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const holder = keys.reduce((node, key) => node[key] as Json, document);
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
  return document as unknown as OpenAPIObject;
}
