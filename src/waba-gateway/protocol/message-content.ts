import { JsonObject, asArray, asNumber, asObject, asText, ownValue } from './json-fields.js';

/** Meta allows 4,096 characters of text; flow answers and orders can be longer, a row in a list must not. */
const CONTENT_MAX_BYTES = 64 * 1024;
export const UNSUPPORTED_CONTENT = '[unsupported message]';
/** What stands in place of a message its author deleted for everyone. */
export const DELETED_CONTENT = '[message deleted]';

type Renderer = (details: JsonObject) => string | undefined;

/** How each type reads. A new type is one line here; a type without a line shows whatever text it carries. */
const RENDERERS: ReadonlyMap<string, Renderer> = new Map<string, Renderer>([
  ['text', (d) => asText(d.body) ?? ''],
  ['image', (d) => asText(d.caption) ?? '[image]'],
  ['video', (d) => asText(d.caption) ?? '[video]'],
  ['audio', (d) => asText(d.caption) ?? (d.voice === true ? '[voice message]' : '[audio]')],
  ['document', (d) => asText(d.caption) ?? asText(d.filename) ?? '[document]'],
  ['sticker', () => '[sticker]'],
  ['location', renderLocation],
  ['contacts', renderContacts],
  ['reaction', (d) => asText(d.emoji) ?? '[reaction removed]'],
  ['interactive', renderInteractive],
  ['button', (d) => asText(d.text) ?? asText(d.payload)],
  ['order', renderOrder],
  ['system', (d) => asText(d.body) ?? '[system message]'],
  ['edit', renderEdit],
  ['revoke', () => DELETED_CONTENT],
  ['request_welcome', () => '[chat opened]'],
  ['unsupported', () => UNSUPPORTED_CONTENT],
]);

export const KNOWN_MESSAGE_TYPES: readonly string[] = [...RENDERERS.keys()];

export interface MessageContent {
  content: string;
  isTruncated: boolean;
}

/** The text a person reads in place of a message of this type. `details` is the message's object of that name. */
export function renderContent(type: string, details: JsonObject): MessageContent {
  return bound(render(type, details));
}

/** The object of the type; arrays (`contacts`) stand under their own key. Empty where Meta sent none. */
export function detailsOf(type: string, message: JsonObject): JsonObject {
  const value = ownValue(message, type);
  const list = asArray(value);
  return list === undefined ? (asObject(value) ?? {}) : { [type]: list };
}

function render(type: string, details: JsonObject): string {
  const renderer = RENDERERS.get(type) ?? firstText;
  return renderer(details) ?? UNSUPPORTED_CONTENT;
}

function firstText(details: JsonObject): string | undefined {
  return asText(details.body) ?? asText(details.text) ?? asText(details.caption) ?? asText(details.title);
}

function renderLocation(location: JsonObject): string | undefined {
  const named = [asText(location.name), asText(location.address)].filter((part) => part !== undefined);
  if (named.length > 0) return `📍 ${named.join(', ')}`;
  const latitude = asCoordinate(location.latitude);
  const longitude = asCoordinate(location.longitude);
  return latitude === undefined || longitude === undefined ? '📍' : `📍 ${latitude},${longitude}`;
}

function asCoordinate(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : asText(value);
}

function renderContacts({ contacts }: JsonObject): string {
  const names = (asArray(contacts) ?? []).map((contact) => contactName(asObject(contact) ?? {}));
  const known = names.filter((name) => name !== undefined);
  return known.length > 0 ? `👤 ${known.join(', ')}` : '[contact]';
}

function contactName(contact: JsonObject): string | undefined {
  const name = asObject(contact.name) ?? {};
  const phone = asObject(asArray(contact.phones)?.[0]) ?? {};
  const parts = [asText(name.first_name), asText(name.last_name)].filter((part) => part !== undefined);
  return asText(name.formatted_name) ?? (parts.join(' ') || undefined) ?? asText(phone.phone);
}

function renderInteractive(interactive: JsonObject): string | undefined {
  const answer = asObject(interactive.button_reply) ?? asObject(interactive.list_reply);
  if (answer !== undefined) return asText(answer.title) ?? asText(answer.id);
  const flow = asObject(interactive.nfm_reply);
  if (flow !== undefined) return asText(flow.body) ?? asText(flow.name) ?? '[form answered]';
  const call = asObject(interactive.call_permission_reply);
  if (call !== undefined) return `[call permission: ${asText(call.response) ?? 'answered'}]`;
  const type = asText(interactive.type);
  return firstText(type === undefined ? {} : detailsOf(type, interactive)) ?? firstText(interactive);
}

function renderOrder(order: JsonObject): string {
  const lines = (asArray(order.product_items) ?? []).map((item) => orderLine(asObject(item) ?? {}));
  const total = `🛒 ${lines.length} ${lines.length === 1 ? 'item' : 'items'}`;
  return [asText(order.text), total, ...lines].filter((line) => line !== undefined).join('\n');
}

function orderLine(item: JsonObject): string {
  const price = asNumber(item.item_price) ?? asText(item.item_price);
  const cost = price === undefined ? '' : ` · ${price} ${asText(item.currency) ?? ''}`.trimEnd();
  return `${asNumber(item.quantity) ?? 1} × ${asText(item.product_retailer_id) ?? '?'}${cost}`;
}

/** The new wording. An edit inside an edit does not exist; were it sent, it must not lead us round in circles. */
function renderEdit(edit: JsonObject): string | undefined {
  const message = asObject(edit.message) ?? {};
  const type = asText(message.type) ?? 'text';
  return type === 'edit' ? undefined : render(type, detailsOf(type, message));
}

function bound(content: string): MessageContent {
  if (Buffer.byteLength(content) <= CONTENT_MAX_BYTES) return { content, isTruncated: false };
  const bytes = Buffer.from(content).subarray(0, CONTENT_MAX_BYTES);
  // A character cut in half decodes to U+FFFD at the end; stream mode leaves it out instead.
  return { content: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true }), isTruncated: true };
}
