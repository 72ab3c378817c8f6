import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { buildPreviewDocument } from '../../src/preview-document.js';
import { findBreakingChanges } from '../support/contract/breaking-changes.js';
import { contractOf, readContract } from '../support/contract/contract-of.js';
import { readDecisions } from '../support/contract/decisions.js';
import { BEFORE, changed, JSON_BODY, type Json } from '../support/contract/small-contract.js';

const GET = 'paths./things/{id}.get';
const PUT = 'paths./things/{id}.put';
const OK = `${GET}.responses.200`;
const PUT_CONTENT = `${PUT}.requestBody.content`;
const ANSWERED = 'components.schemas.Thing';
const SENT = 'components.schemas.NewThing';
const NEED = { name: 'key', in: 'query', required: true, schema: { type: 'string' } };

describe('findBreakingChanges', () => {
  it.each<[what: string, changes: Json, found: string[]]>([
    ['a path that is gone', { 'paths./things': undefined }, ['POST /things is gone']],
    ['an operation that is gone', { [PUT]: undefined }, ['PUT /things/{id} is gone']],
    ['another name of an operation', { [`${GET}.operationId`]: 'read' }, ['GET /things/{id} is no longer getThing']],
    ['a token that is needed now', { [`${GET}.security`]: [{ bearer: [] }] }, ['GET /things/{id} now needs a token']],
    ['a parameter that is gone', { [`${GET}.parameters`]: [] }, ['GET /things/{id}: query limit is gone']],
    ['a new required parameter', { [`${PUT}.parameters`]: [NEED] }, ['PUT /things/{id}: query key is required']],
    [
      'a parameter that became required',
      { [`${GET}.parameters.1.required`]: true },
      ['GET /things/{id}: query limit is required'],
    ],
    [
      'a narrower parameter',
      { [`${GET}.parameters.1.schema`]: { type: 'integer', minimum: 2, maximum: 50 } },
      ['request GET /things/{id} query limit minimum is 2', 'request GET /things/{id} query limit maximum is 50'],
    ],
    [
      'a body that is needed now',
      { 'paths./things.post.requestBody': { required: true, content: {} } },
      ['POST /things: a body is required'],
    ],
    [
      'a media type no longer taken',
      { [PUT_CONTENT]: { 'text/csv': {} } },
      [`PUT /things/{id} body: ${JSON_BODY} is gone`],
    ],
    ['an answer that is gone', { 'paths./things.post.responses': {} }, ['POST /things 204 is gone']],
    ['another good answer', { 'paths./things.post.responses.202': {} }, ['POST /things may now answer 202']],
    [
      'a media type no longer given',
      { [`${OK}.content.text/plain`]: undefined },
      ['GET /things/{id} 200: text/plain is gone'],
    ],
    ['a header that is gone', { [`${OK}.headers`]: {} }, ['GET /things/{id} 200: header ETag is gone']],
    [
      'a field of an answer that is gone',
      { [`${ANSWERED}.properties.note`]: undefined },
      ['answer Thing.note is gone'],
    ],
    [
      'a field of an answer that may be absent',
      { [`${ANSWERED}.required`]: ['id', 'at', 'colour', 'parent', 'part', 'parts'] },
      ['answer Thing.note may be absent'],
    ],
    [
      'a field of another type',
      { [`${ANSWERED}.properties.id`]: { type: 'string' } },
      ['answer Thing.id is string, no longer integer'],
    ],
    [
      'a wider type of an answer',
      { [`${ANSWERED}.properties.id`]: { type: 'number' } },
      ['answer Thing.id is number, no longer integer'],
    ],
    [
      'an answer that may be null',
      { [`${ANSWERED}.properties.id.type`]: ['integer', 'null'] },
      ['answer Thing.id may be null'],
    ],
    [
      'a nested answer that may be null',
      { [`${ANSWERED}.properties.part`]: { anyOf: [{ $ref: '#/components/schemas/Part' }, { type: 'null' }] } },
      ['answer Thing.part may be null'],
    ],
    [
      'an answer of any type',
      { [`${ANSWERED}.properties.id`]: {} },
      ['answer Thing.id is anything, no longer integer'],
    ],
    [
      'a time that is none any more',
      { [`${ANSWERED}.properties.at`]: { type: 'string' } },
      ['answer Thing.at is no longer a date-time'],
    ],
    [
      'words that became any',
      { [`${ANSWERED}.properties.colour`]: { type: 'string' } },
      ['answer Thing.colour may be any word'],
    ],
    [
      'a change in what is nested, once',
      { 'components.schemas.Part.properties': {} },
      ['answer Part.size is gone', 'request Part.size is gone'],
    ],
    ['a new required field', { [`${SENT}.required`]: ['name', 'free'] }, ['request NewThing.free is required']],
    ['a field that is refused now', { [`${SENT}.properties.free`]: undefined }, ['request NewThing.free is gone']],
    [
      'a field that cannot be null any more',
      { [`${SENT}.properties.note`]: { type: 'string' } },
      ['request NewThing.note can no longer be null'],
    ],
    [
      'a narrower type',
      { [`${SENT}.properties.amount.type`]: 'integer' },
      ['request NewThing.amount is integer, no longer number'],
    ],
    [
      'narrower limits',
      { [`${SENT}.properties.name`]: { type: 'string', minLength: 2, maxLength: 49 } },
      ['request NewThing.name minLength is 2', 'request NewThing.name maxLength is 49'],
    ],
    ['a new pattern', { [`${SENT}.properties.free.pattern`]: '^a' }, ['request NewThing.free pattern is "^a"']],
    ['a new format', { [`${SENT}.properties.free.format`]: 'uri' }, ['request NewThing.free format is "uri"']],
    [
      'a word no longer taken',
      { [`${SENT}.properties.colour.enum`]: ['red'] },
      ['request NewThing.colour no longer takes "green"'],
    ],
    [
      'words where anything went',
      { [`${SENT}.properties.free.enum`]: ['a'] },
      ['request NewThing.free takes only "a"'],
    ],
    [
      'a shape no longer taken',
      { [`${SENT}.properties.shape`]: { oneOf: [{ type: 'string' }, {}] } },
      ['request NewThing.shape can no longer be Part'],
    ],
    [
      'fields that are refused now',
      { 'components.schemas.Part.additionalProperties': false },
      ['request Part takes no other fields any more'],
    ],
    [
      'a header of a webhook that is gone',
      { 'webhooks.thing.post.parameters': [] },
      ['webhook POST thing: header webhook-id is no longer sent'],
    ],
    [
      'a field of an event that is gone',
      { 'components.schemas.Made.properties.thing': undefined },
      ['answer Made.thing is gone'],
    ],
    ['a webhook that is gone', { webhooks: {} }, ['POST thing is gone']],
  ])('finds %s', (_, changes, found) => {
    expect(findBreakingChanges(changed({}), changed(changes)).sort()).toEqual([...found].sort());
  });

  it.each<[what: string, changes: Json]>([
    ['nothing', {}],
    [
      'another name of a parameter in the path',
      { 'paths./things/{thingId}': (BEFORE.paths as Json)['/things/{id}'], 'paths./things/{id}': undefined },
    ],
    ['a new operation', { 'paths./things.delete': { operationId: 'deleteThings', responses: { '204': {} } } }],
    ['a new optional parameter', { [`${PUT}.parameters`]: [{ ...NEED, required: false }] }],
    ['a new optional field of a request', { [`${SENT}.properties.more`]: { type: 'string' } }],
    ['a required field that became optional', { [`${SENT}.required`]: [] }],
    ['wider limits', { [`${SENT}.properties.name`]: { type: 'string', maxLength: 60 } }],
    ['more words in a request', { [`${SENT}.properties.colour.enum`]: ['red', 'green', 'blue'] }],
    ['a wider type in a request', { [`${SENT}.properties.free.type`]: ['string', 'null'] }],
    ['a new field of an answer', { [`${ANSWERED}.properties.more`]: { type: 'string' } }],
    ['a narrower type of an answer', { [`${ANSWERED}.properties.note`]: { type: 'string' } }],
    ['more words in an answer', { [`${ANSWERED}.properties.colour.enum`]: ['red', 'green', 'blue'] }],
    [
      'a new media type, header and error of an answer',
      { [`${OK}.content.text/csv`]: {}, [`${OK}.headers.Link`]: {}, [`${GET}.responses.409`]: {} },
    ],
    ['an answer only who asks for it gets', { [`${GET}.responses.304`]: {} }],
    ['an error that happens no more', { [`${GET}.responses.404`]: undefined }],
    [
      'a new type of event',
      { 'components.schemas.Event.oneOf': [{ $ref: '#/components/schemas/Made' }, { type: 'object' }] },
    ],
    ['a token no longer needed', { [`${PUT}.security`]: [] }],
  ])('lets %s pass', (_, changes) => {
    expect(findBreakingChanges(changed({}), changed(changes))).toEqual([]);
  });
});

describe('the contract', () => {
  const read = (name: string): Promise<string> =>
    readFile(new URL(`../../docs/contract/${name}`, import.meta.url), 'utf8');
  let baseline: OpenAPIObject;
  let built: OpenAPIObject;

  beforeAll(async () => {
    baseline = readContract(await read('baseline.json'));
    built = contractOf(await buildPreviewDocument());
  });

  it('breaks nothing that was published, but what docs/contract/decisions.md decides', async () => {
    const decided = readDecisions(await read('decisions.md'));
    const found = findBreakingChanges(baseline, built);
    expect(found.filter((change) => !decided.includes(change))).toEqual([]);
    // What is decided and does not happen would let it happen one day unnoticed.
    expect(decided.filter((change) => !found.includes(change))).toEqual([]);
  });

  it('is compared as a whole', () => {
    const { '/api/waba/operator/send': _sent, ...paths } = built.paths;
    expect(findBreakingChanges(baseline, { ...built, paths })).toContain('POST /api/waba/operator/send is gone');
    const { HistoryMessageDto: _message, ...schemas } = built.components?.schemas ?? {};
    expect(() => findBreakingChanges(baseline, { ...built, components: { schemas } })).toThrow('HistoryMessageDto');
    expect(findBreakingChanges(built, built)).toEqual([]);
  });
});

describe('readDecisions', () => {
  const WHY = 'Nobody had used it for a year, and its answer could not be right.';

  it('gives the changes that have a reason', () => {
    const text = `# Decisions\n\nHow it goes: \`a\`.\n\n## 2026-01-02: x\n\n- \`POST /x is gone\`\n- \`a "b" is c\`\n\n${WHY}\n\n## 2026-01-03: y\n\n${WHY}\n`;
    expect(readDecisions(text)).toEqual(['POST /x is gone', 'a "b" is c']);
  });

  it('takes no change without a reason', () => {
    expect(() => readDecisions('## x\n\n- `POST /x is gone`\n')).toThrow('"x" does not say why');
    expect(() => readDecisions('## x\n\n- `POST /x is gone`\n\nWe may.\n')).toThrow('does not say why');
  });
});
