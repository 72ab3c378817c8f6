import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject, SchemaObject } from '@nestjs/swagger';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { EVENT_TYPES, EVENTS, isPublicEventType, PUBLIC_EVENT_TYPES } from '../../src/events/event-types.js';
import { buildPreviewDocument } from '../../src/preview-document.js';
import { EVENT_EXAMPLES } from '../../src/realtime/event-examples.js';
import { readSources } from '../architecture/source-files.js';

/** Events no row of the table tells of: they are worked out for each reader. */
const DERIVED = ['chat.access_lost'];

/** Where a type is written down without being appended. */
const MAP = /^src\/(events\/event-types|realtime\/)/;

describe('the map of events', () => {
  const code = readSources('src')
    .filter(({ path }) => !MAP.test(path) && !path.endsWith('.spec.ts'))
    .map(({ ast }) => ast.text);

  it('holds no type that nothing writes', () => {
    const isWritten = (type: string): boolean => {
      // `chat.window.${kind}` writes both.
      const shared = `\`${type.slice(0, type.lastIndexOf('.') + 1)}$`;
      return code.some((text) => text.includes(`'${type}'`) || text.includes(shared));
    };
    expect(EVENT_TYPES.filter((type) => !DERIVED.includes(type) && !isWritten(type))).toEqual([]);
  });

  it('is passed by every row, for one statement alone writes them', () => {
    const writers = readSources('src').filter(({ ast }) => /insert\s+into\s+events\b/i.test(ast.text));
    expect(writers.map(({ path }) => path)).toEqual(['src/events/events.service.ts']);
  });

  it('tells what is served from what is not', () => {
    expect(EVENT_TYPES.filter((type) => !isPublicEventType(type))).toEqual(['access.changed']);
    expect(['', 'toString', 'message', 'message.received '].filter(isPublicEventType)).toEqual([]);
  });
});

describe('the events of the document', () => {
  let document: OpenAPIObject;
  let ajv: Ajv2020;

  beforeAll(async () => {
    document = await buildPreviewDocument();
    ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema(document, 'openapi.json');
  });

  const schemaOf = (name: string): SchemaObject => document.components?.schemas?.[name] as SchemaObject;

  it('are all types that are served, each with a schema of its own', () => {
    const { oneOf = [], discriminator } = schemaOf('Event');
    expect(discriminator?.propertyName).toBe('type');
    expect(Object.keys(discriminator?.mapping ?? {})).toEqual(PUBLIC_EVENT_TYPES);
    expect(oneOf).toEqual(Object.values(discriminator?.mapping ?? {}).map(($ref) => ({ $ref })));
    for (const [type, reference] of Object.entries(discriminator?.mapping ?? {})) {
      const { description, properties } = schemaOf(reference.split('/').at(-1) ?? '');
      expect([type, description]).toEqual([type, expect.stringMatching(/\.$/)]);
      expect(properties?.type).toMatchObject({ enum: [type] });
      expect(properties?.data).toHaveProperty('$ref');
    }
  });

  it('leave out what is not served', () => {
    expect(JSON.stringify(document)).not.toContain('access.changed');
  });

  it('have an example each, which its own schema accepts and no other does', () => {
    expect(EVENT_EXAMPLES.map(({ type }) => type)).toEqual(PUBLIC_EVENT_TYPES);
    const any = ajv.compile({ $ref: 'openapi.json#/components/schemas/Event' });
    for (const example of EVENT_EXAMPLES) {
      any(example);
      expect([example.type, any.errors ?? []]).toEqual([example.type, []]);
      expect([example.type, any({ ...example, type: 'message.sung' })]).toEqual([example.type, false]);
    }
  });

  it('come to integrations as they come through the doors', () => {
    const { post } = document.webhooks?.event ?? {};
    const body = post?.requestBody;
    const content = body !== undefined && 'content' in body ? body.content : {};
    expect(content['application/json']?.schema).toEqual({ $ref: '#/components/schemas/WebhookEvent' });
    const types = Object.keys(schemaOf('WebhookEvent').discriminator?.mapping ?? {});
    expect(types).toEqual([...PUBLIC_EVENT_TYPES, 'webhook.test', 'webhook.reset']);
    expect(Object.keys(content['application/json']?.examples ?? {})).toEqual(PUBLIC_EVENT_TYPES);
    const headers = (post?.parameters ?? []).map((parameter) => ('name' in parameter ? parameter.name : ''));
    expect(headers).toEqual(expect.arrayContaining(['webhook-id', 'webhook-timestamp', 'webhook-signature']));
  });

  it.each(Object.entries(EVENTS))('say of %s what happened, in a sentence', (_, { says }) => {
    expect(says).toMatch(/^[A-Z].{15,110}\.$/);
  });
});
