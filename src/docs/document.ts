import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, OpenAPIObject, OperationObject, SchemaObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../common/version.js';
import { EVENT_MODELS, eventSchemas } from '../realtime/event-document.js';
import { leaveOptionalParametersEmpty, operationsOf } from './described-operation.js';
import { DOCUMENT_DESCRIPTION, TAGS } from './document-text.js';
import { describeErrors, sharedResponses } from './error-responses.js';
import { outboundWebhooks } from './outbound-webhook.js';

/** The name of the security scheme in the document. */
export const BEARER = 'bearer';

const LICENSE = { name: 'MIT', identifier: 'MIT' };
const TAG_ORDER: string[] = TAGS.map(({ name }) => name);

/**
 * The OpenAPI 3.1 document of the application, the same for every installation: it names no host. The application may be one created
 * with `preview`, which has no instances and needs no database.
 */
export function buildDocument(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, describeApi(), {
    operationIdFactory: (_controller, method) => method,
    autoTagControllers: false,
    extraModels: EVENT_MODELS,
  });
  document.info.license = LICENSE;
  for (const described of operationsOf(document.paths)) {
    describeErrors(described);
    leaveOptionalParametersEmpty(described.operation);
    // Without this an open route would look like one whose author forgot to say.
    described.operation.security ??= [];
  }
  const { openapi, info, servers, tags, paths, components } = document;
  return {
    openapi,
    info,
    servers: servers ?? [],
    tags: tags ?? [],
    paths: inOrderOfWork(paths),
    webhooks: outboundWebhooks(),
    components: {
      securitySchemes: components?.securitySchemes ?? {},
      responses: sharedResponses(),
      schemas: sortedSchemas({ ...components?.schemas, ...eventSchemas() }),
    },
  };
}

function describeApi(): Omit<OpenAPIObject, 'paths'> {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('WhatsApp operator API')
    .setDescription(DOCUMENT_DESCRIPTION)
    .setVersion(VERSION)
    .addServer('/')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'The `accessToken` of `POST /api/auth/login`.',
      },
      BEARER,
    );
  for (const { name, description } of TAGS) builder.addTag(name, description);
  return builder.build();
}

/** Swagger UI shows operations as the document has them: by tag, within a tag as their controllers have them. */
function inOrderOfWork(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  const ranked = Object.entries(paths).map(([path, item]) => ({
    entry: [path, item] as const,
    rank: Math.min(...operationsOf({ [path]: item }).map(({ operation }) => tagRank(operation))),
  }));
  return Object.fromEntries(ranked.sort((one, other) => one.rank - other.rank).map(({ entry }) => entry));
}

/** Where the first of an operation's tags stands. */
function tagRank({ tags = [] }: OperationObject): number {
  return Math.min(...tags.map((tag) => TAG_ORDER.indexOf(tag)));
}

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** Sorted by name, and closed: an unknown key in a request is an error, and an answer has the keys of its schema. */
function sortedSchemas(schemas: Schemas): Schemas {
  const names = Object.keys(schemas).sort();
  return Object.fromEntries(
    names.flatMap((name) => {
      const schema = schemas[name];
      return schema === undefined ? [] : [[name, 'properties' in schema ? closed(schema) : schema]];
    }),
  );
}

function closed(schema: SchemaObject): SchemaObject {
  const { properties = {}, ...rest } = schema;
  // Some generators make two types of an object whose properties are none.
  const isEmpty = Object.keys(properties).length === 0;
  return { ...(isEmpty ? rest : schema), additionalProperties: false };
}
