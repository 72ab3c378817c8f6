import type { OpenAPIObject, OperationObject } from '@nestjs/swagger';
import { operationsOf, parametersOf } from '../../../src/docs/described-operation.js';

/** What an id in a path, a query or a body names. */
export type Kind =
  | 'chat'
  | 'customer'
  | 'message'
  | 'media'
  | 'upload'
  | 'template'
  | 'note'
  | 'canned'
  | 'label'
  | 'channel'
  | 'user'
  | 'apiKey'
  | 'webhook'
  | 'endpoint'
  | 'delivery';

/** By the word before it in the path; below `/api/admin/` it may be another thing of the same kind. */
const KIND_BY_SEGMENT: Readonly<Record<string, Kind>> = {
  chat: 'chat',
  message: 'message',
  'message-status': 'message',
  media: 'media',
  template: 'template',
  customer: 'customer',
  note: 'note',
  'canned-response': 'canned',
  label: 'label',
  labels: 'label',
  channels: 'channel',
  members: 'user',
  users: 'user',
  'api-keys': 'apiKey',
  webhooks: 'webhook',
  'webhook-endpoints': 'endpoint',
  deliveries: 'delivery',
};
const KIND_BY_QUERY: Readonly<Record<string, Kind>> = {
  chat: 'chat',
  channel: 'channel',
  label: 'label',
  assignee: 'user',
  before: 'message',
  after: 'message',
};
/** Query parameters that name nothing of anybody; `u`, `exp` and `sig` are a signed link's and `ticket` a stream's, of which their own tests tell. */
const PLAIN_QUERY = new Set(
  'limit cursor offset unread status windowClosingWithin search q state from to source language category u exp sig wait ticket'.split(
    ' ',
  ),
);
const KIND_BY_FIELD: Readonly<Record<string, Kind>> = {
  chatId: 'chat',
  channelId: 'channel',
  channelIds: 'channel',
  messageId: 'message',
  wamid: 'message',
  replyTo: 'message',
  mediaId: 'upload',
  operatorId: 'user',
  userId: 'user',
  afterId: 'webhook',
};

/** Numbers in bodies that are no ids. */
const PLAIN_NUMBERS = new Set(['limit', 'requestsPerMinute', 'latitude', 'longitude', 'index']);

/** Bodies with ids that no example of the document has. */
const MORE_BODIES: Readonly<Record<string, Record<string, unknown>[]>> = {
  sendMessage: [
    { chatId: 123, type: 'image', mediaId: 12, message: 'Фото вашего заказа' },
    { chatId: 123, type: 'reaction', reaction: { wamid: 458, emoji: '👍' } },
  ],
};

export interface MatrixRoute {
  /** `GET /api/…/{id}` */
  name: string;
  id: string;
  method: string;
  path: string;
  isPublic: boolean;
  parameters: { name: string; kind: Kind }[];
  /** Of its query. */
  query: { name: string; kind: Kind | undefined; isRequired: boolean; values: string[] }[];
  /** The document's examples of the body; none where it takes none. */
  bodies: Record<string, unknown>[];
  operation: OperationObject;
}

/** Every operation of the document. Throws where it has an id of which the matrix does not know what it names. */
export function matrixRoutes(document: OpenAPIObject): MatrixRoute[] {
  return operationsOf(document.paths).flatMap(({ method, path, operation }) => {
    const name = `${method.toUpperCase()} ${path}`;
    const isPublic = operation.security?.length === 0;
    const segments = path.split('/');
    const parameters = segments.flatMap((segment, index) => {
      const parameter = /^\{(\w+)\}$/.exec(segment)?.[1];
      if (parameter === undefined || isPublic) return [];
      return [{ name: parameter, kind: known(KIND_BY_SEGMENT, segments[index - 1] ?? '', name) }];
    });
    const route: MatrixRoute = {
      name,
      id: operation.operationId ?? name,
      method: method.toUpperCase(),
      path,
      isPublic,
      parameters,
      query: isPublic ? [] : queryOf(operation, name),
      bodies: bodiesOf(document, operation, name),
      operation,
    };
    return hasSignedLink(route) ? [route, ofUpload(route)] : [route];
  });
}

/** An `<img>` opens it without a token. */
export function hasSignedLink({ id }: Pick<MatrixRoute, 'id'>): boolean {
  return id === 'getMedia' || id === 'getThumbnail';
}

/** The same route, where it is asked for a file somebody uploaded and that is in no chat. */
function ofUpload(route: MatrixRoute): MatrixRoute {
  const parameters = route.parameters.map((parameter) => ({ ...parameter, kind: 'upload' as const }));
  return { ...route, name: `${route.name} of an upload`, parameters };
}

function queryOf(operation: OperationObject, route: string): MatrixRoute['query'] {
  return parametersOf(operation).flatMap(({ parameter, schema }) => {
    if (parameter.in !== 'query') return [];
    const { name, required = false } = parameter;
    const kind = PLAIN_QUERY.has(name) ? undefined : known(KIND_BY_QUERY, name, route);
    return [{ name, kind, isRequired: required, values: (schema.enum ?? []).map(String) }];
  });
}

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  type?: string | string[];
  items?: Schema;
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  example?: unknown;
}

function bodiesOf(document: OpenAPIObject, operation: OperationObject, route: string): Record<string, unknown>[] {
  const body = operation.requestBody;
  const json = body !== undefined && 'content' in body ? body.content['application/json'] : undefined;
  if (json === undefined) return [];
  const fields = fieldsOf(document, json.schema as Schema);
  for (const name of fields.ids) known(KIND_BY_FIELD, name, route);
  const examples = Object.values(json.examples ?? {}).map((one) => (one as { value: Record<string, unknown> }).value);
  return examples.length > 0 ? [...examples, ...(MORE_BODIES[operation.operationId ?? ''] ?? [])] : [fields.example];
}

/** The names of the fields that hold ids, at any depth, and a body of the fields' own examples. */
function fieldsOf(document: OpenAPIObject, given: Schema): { ids: string[]; example: Record<string, unknown> } {
  const schema = resolve(document, given);
  const ids: string[] = [];
  const example: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const inner = resolve(document, field);
    const forms = [inner, ...(inner.oneOf ?? [])].flatMap((form) => [form, resolve(document, form.items ?? {})]);
    const isNumber = forms.flatMap(({ type }) => type).some((type) => type === 'integer' || type === 'number');
    if (isNumber && !PLAIN_NUMBERS.has(name)) ids.push(name);
    for (const form of forms) ids.push(...fieldsOf(document, form).ids);
    if (field.example !== undefined) example[name] = field.example;
  }
  return { ids, example };
}

function resolve(document: OpenAPIObject, schema: Schema): Schema {
  const name = (schema.$ref ?? schema.allOf?.[0]?.$ref)?.split('/').pop();
  return (name === undefined ? undefined : document.components?.schemas?.[name]) ?? schema;
}

function known(table: Readonly<Record<string, Kind>>, name: string, route: string): Kind {
  const kind = table[name];
  if (kind !== undefined) return kind;
  throw new Error(
    `${route}: the access matrix does not know what "${name}" is the id of; tell it in matrix-route.ts, and make one in matrix-things.ts`,
  );
}

/** The kind of a body's field, undefined where it is no id. */
export function kindOfField(name: string): Kind | undefined {
  return KIND_BY_FIELD[name];
}
