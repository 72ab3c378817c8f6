import type { OpenAPIObject, OperationObject, ParameterObject, ResponseObject } from '@nestjs/swagger';
import { operationsOf } from '../../../src/docs/described-operation.js';
import { type Direction, SchemaComparison } from './schema-comparison.js';

type Content = NonNullable<ResponseObject['content']>;
type Pair<T> = readonly [before: T, after: T];

/**
 * What of `after` breaks a client that was written for `before`, each as one sentence that stays the same from run to run. A client is
 * taken to send only what the old document allowed, and to bear what it says of growth: more fields, words, types of events and error
 * codes in answers.
 */
export function findBreakingChanges(before: OpenAPIObject, after: OpenAPIObject): string[] {
  const schemas = new SchemaComparison([before, after]);
  const changes = [
    ...compareOperations([before.paths, after.paths], (pair, place) => compareOperation(pair, place, schemas)),
    ...compareOperations([before.webhooks ?? {}, after.webhooks ?? {}], (pair, place) =>
      compareWebhook(pair, `webhook ${place}`, schemas),
    ),
  ];
  return [...new Set([...changes, ...schemas.changes])];
}

function compareOperations(
  [before, after]: Pair<OpenAPIObject['paths']>,
  compare: (pair: Pair<OperationObject>, place: string) => string[],
): string[] {
  const now = new Map(operationsOf(after).map((one) => [placeOf(one), one.operation]));
  return operationsOf(before).flatMap((one) => {
    const operation = now.get(placeOf(one));
    const place = `${one.method.toUpperCase()} ${one.path}`;
    return operation === undefined ? [`${place} is gone`] : compare([one.operation, operation], place);
  });
}

/** The name of a parameter of a path is no part of the contract. */
function placeOf({ method, path }: { method: string; path: string }): string {
  return `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;
}

function compareOperation([before, after]: Pair<OperationObject>, place: string, schemas: SchemaComparison): string[] {
  return [
    ...(before.operationId === after.operationId ? [] : [`${place} is no longer ${before.operationId}`]),
    ...(isOpen(before) && !isOpen(after) ? [`${place} now needs a token`] : []),
    ...compareParameters([before, after], place, schemas),
    ...compareBodies([before, after], place, schemas),
    ...compareResponses([before, after], place, schemas),
  ];
}

/** Here we are the client: what it is sent is our answer. */
function compareWebhook([before, after]: Pair<OperationObject>, place: string, schemas: SchemaComparison): string[] {
  const sent = new Set(parametersOf(after).keys());
  const bodies: Pair<Content> = [contentOf(before.requestBody), contentOf(after.requestBody)];
  return [
    ...[...parametersOf(before).keys()].flatMap((name) =>
      sent.has(name) ? [] : [`${place}: ${name} is no longer sent`],
    ),
    ...compareContent(bodies, { place: `${place} body`, direction: 'answer', schemas }),
  ];
}

function isOpen({ security }: OperationObject): boolean {
  return security?.length === 0;
}

function parametersOf({ parameters = [] }: OperationObject): Map<string, ParameterObject> {
  const written = parameters.filter((one): one is ParameterObject => 'name' in one);
  // Those of paths have their place only, which the path holds.
  return new Map(written.filter((one) => one.in !== 'path').map((one) => [`${one.in} ${one.name}`, one]));
}

function compareParameters(pair: Pair<OperationObject>, place: string, schemas: SchemaComparison): string[] {
  const [before, after] = [parametersOf(pair[0]), parametersOf(pair[1])];
  const gone = [...before.keys()].filter((name) => !after.has(name)).map((name) => `${place}: ${name} is gone`);
  const needed = [...after].flatMap(([name, { required }]) =>
    required === true && before.get(name)?.required !== true ? [`${place}: ${name} is required`] : [],
  );
  for (const [name, { schema }] of before) {
    schemas.compare([schema, after.get(name)?.schema ?? schema], `${place} ${name}`, 'request');
  }
  return [...gone, ...needed];
}

function compareBodies([before, after]: Pair<OperationObject>, place: string, schemas: SchemaComparison): string[] {
  const isNeeded = (body: OperationObject['requestBody']): boolean =>
    body !== undefined && 'content' in body && body.required === true;
  if (before.requestBody === undefined) return isNeeded(after.requestBody) ? [`${place}: a body is required`] : [];
  return [
    ...(isNeeded(after.requestBody) && !isNeeded(before.requestBody) ? [`${place}: a body is required`] : []),
    ...compareContent([contentOf(before.requestBody), contentOf(after.requestBody)], {
      place: `${place} body`,
      direction: 'request',
      schemas,
    }),
  ];
}

function compareResponses([before, after]: Pair<OperationObject>, place: string, schemas: SchemaComparison): string[] {
  const isGood = (status: string): boolean => /^[123]/.test(status);
  const added = Object.keys(after.responses).filter(
    // Only who has asked for a 304 gets one.
    (status) => isGood(status) && status !== '304' && before.responses[status] === undefined,
  );
  const changes = Object.entries(before.responses).flatMap(([status, was]) => {
    const is = after.responses[status];
    const at = `${place} ${status}`;
    // An error that does not happen any more harms nobody.
    if (is === undefined) return isGood(status) ? [`${at} is gone`] : [];
    const sent = Object.keys(headersOf(is)).map((name) => name.toLowerCase());
    const lost = isGood(status) ? Object.keys(headersOf(was)).filter((name) => !sent.includes(name.toLowerCase())) : [];
    return [
      ...lost.map((name) => `${at}: header ${name} is gone`),
      ...compareContent([contentOf(was), contentOf(is)], { place: at, direction: 'answer', schemas }),
    ];
  });
  return [...added.map((status) => `${place} may now answer ${status}`), ...changes];
}

function headersOf(response: OperationObject['responses'][string]): object {
  return response !== undefined && 'headers' in response ? (response.headers ?? {}) : {};
}

function contentOf(holder: object | undefined): Content {
  return holder !== undefined && 'content' in holder ? (holder.content as Content) : {};
}

/** A media type that is gone; in what we answer also one that is new is only offered beside the others. */
function compareContent(
  [before, after]: Pair<Content>,
  { place, direction, schemas }: { place: string; direction: Direction; schemas: SchemaComparison },
): string[] {
  return Object.entries(before).flatMap(([type, { schema: was }]) => {
    const is = after[type];
    if (is === undefined) return [`${place}: ${type} is gone`];
    schemas.compare([was, is.schema], place, direction);
    return [];
  });
}
