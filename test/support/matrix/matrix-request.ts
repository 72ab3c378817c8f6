import { TEST_PASSWORD } from '../test-app.js';
import { kindOfField, type Kind, type MatrixRoute } from './matrix-route.js';
import type { Things } from './matrix-things.js';

export interface MatrixRequest {
  method: string;
  path: string;
  body?: Record<string, unknown>;
}

/** What the documents' examples cannot know: values that are unique, or true of the world the matrix made. */
const OWN_VALUES: Readonly<Record<string, (things: Things) => Record<string, unknown>>> = {
  createUser: ({ canary }) => ({ email: `${canary}@example.com` }),
  createChannel: ({ phone }) => ({ phoneNumberId: `9${phone}00` }),
  createLabel: ({ canary }) => ({ name: `New ${canary}` }),
  updateLabel: ({ canary }) => ({ name: `Other ${canary}` }),
  createCannedResponse: ({ canary }) => ({ shortcut: `new${canary}` }),
  updateCannedResponse: ({ canary }) => ({ shortcut: `other${canary}` }),
  changePassword: () => ({ currentPassword: TEST_PASSWORD }),
  // Of its two examples each fits another template.
  previewTemplate: () => ({ parameters: { customer: 'Айгуль', order: '12345' } }),
  mintSession: ({ colleague }) => ({ email: colleague.email }),
};

/** Deeds for which the customer's message is not the one. */
const OTHER_MESSAGES: Readonly<Record<string, 'failedId' | 'waitingId'>> = {
  retryMessage: 'failedId',
  cancelMessage: 'waitingId',
};

/** A request that is right in every way, of these things. */
export function requestOf(route: MatrixRoute, things: Things, example = 0): MatrixRequest {
  const required = route.query.filter(({ isRequired }) => isRequired).map(({ name }) => [name, things.canary]);
  const search = required.length === 0 ? '' : `?${new URLSearchParams(required as [string, string][]).toString()}`;
  const path = withIds(route, (kind) => idInPath(route, things, kind)) + search;
  const body = route.bodies[example];
  if (body === undefined) return { method: route.method, path };
  const filled = filledIn(body, things) as Record<string, unknown>;
  return { method: route.method, path, body: { ...filled, ...OWN_VALUES[route.id]?.(things) } };
}

/** WhatsApp is asked, which only the desk's own channels can; supervisors see theirs. Other routes change a spare one. */
const OWN_CHANNEL_ROUTES = new Set(['syncTemplates', 'listChannelChanges']);

export function idInPath(route: MatrixRoute, things: Things, kind: Kind): number {
  if (kind === 'channel' && OWN_CHANNEL_ROUTES.has(route.id)) return things.channelId;
  const other = kind === 'message' ? OTHER_MESSAGES[route.id] : undefined;
  return other === undefined ? things.ids[kind] : things[other];
}

/** What the things have where a field or a query names something of a kind. */
export function idInField(things: Things, kind: Kind): number {
  if (kind === 'channel') return things.channelId;
  return kind === 'user' ? things.colleague.id : things.ids[kind];
}

/** The route's path, its parameters replaced by what `idOf` gives for their kinds. */
export function withIds(
  { path, parameters }: MatrixRoute,
  idOf: (kind: Kind, name: string) => number | string,
): string {
  return parameters.reduce((text, { name, kind }) => text.replace(`{${name}}`, String(idOf(kind, name))), path);
}

function filledIn(value: unknown, things: Things): unknown {
  return mapFields(value, (name, field) => {
    const kind = kindOfField(name);
    if (kind !== undefined) {
      const id = idInField(things, kind);
      return Array.isArray(field) ? [id] : id;
    }
    if (name === 'clientMessageId') return things.canary;
    return name === 'phone' ? things.phone : field;
  });
}

/** The same with each field that is no object replaced by what `replace` gives for it. */
export function mapFields(value: unknown, replace: (name: string, field: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const isNested = typeof field === 'object' && field !== null && !Array.isArray(field);
      return [name, isNested ? mapFields(field, replace) : replace(name, field)];
    }),
  );
}

/** Objects whose keys are the shop's own: what a flow begins with. */
const FREE_FIELDS = new Set(['data']);

/** Bodies with one key too many: one for each object in them. */
export function withUnknownKeys(body: Record<string, unknown>): Record<string, unknown>[] {
  const nested = Object.entries(body).flatMap(([name, field]) =>
    FREE_FIELDS.has(name) ? [] : insideUnknownKeys(field).map((inner) => ({ ...body, [name]: inner })),
  );
  return [{ ...body, colour: 'red' }, { ...body, id: 1 }, ...nested];
}

function insideUnknownKeys(field: unknown): unknown[] {
  if (typeof field !== 'object' || field === null) return [];
  if (!Array.isArray(field)) return withUnknownKeys(field as Record<string, unknown>);
  return field.flatMap((item, index) => insideUnknownKeys(item).map((inner) => field.with(index, inner) as unknown[]));
}

/** The names of the fields that hold ids, at any depth. */
export function idFieldsOf(body: unknown): string[] {
  if (Array.isArray(body)) return body.flatMap(idFieldsOf);
  const names: string[] = [];
  mapFields(body, (name, field) => {
    if (kindOfField(name) !== undefined) names.push(name);
    return field;
  });
  return names;
}
