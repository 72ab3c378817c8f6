import { cleanText } from './clean-json.js';
import { JsonObject, asArray, asNumber, asObject, asText, ownValue } from './json-fields.js';

/** Meta allows 4,096 characters of text; flow answers and orders can be longer, a row in a list must not. */
const CONTENT_MAX_BYTES = 64 * 1024;
export const UNSUPPORTED_CONTENT = '[unsupported message]';
/** How a customer's number or id changed, where Meta gives no words of its own. */
const SYSTEM_NOTICES: ReadonlyMap<unknown, string> = new Map([
  ['user_changed_number', 'The customer changed their number'],
  ['customer_changed_number', 'The customer changed their number'],
  ['user_changed_user_id', 'The customer’s WhatsApp id changed'],
  ['customer_identity_changed', 'The customer’s security code changed'],
]);
/** Flows have at most some dozens of fields; a row in a list must not grow with what somebody invents. */
const MAX_FORM_LINES = 50;
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
  ['system', (d) => asText(d.body) ?? SYSTEM_NOTICES.get(d.type) ?? '[system message]'],
  ['call', renderCall],
  ['edit', renderEdit],
  ['revoke', () => DELETED_CONTENT],
  ['request_welcome', () => '[chat opened]'],
  ['unsupported', renderUnsupported],
  // What history keeps where a file was; the file itself comes later under the same id.
  ['media_placeholder', () => '[file]'],
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
  return (
    asText(name.formatted_name) ??
    (parts.join(' ') || undefined) ??
    nameInCard(asText(contact.vcard)) ??
    asText(phone.phone) ??
    asText(phone.wa_id) ??
    asText(asObject(contact.org)?.company)
  );
}

/** A card the customer shared by themselves may have no name but the one in its vCard (`FN:`). */
function nameInCard(vcard: string | undefined): string | undefined {
  const line = vcard?.split(/\r?\n/).find((one) => /^FN[;:]/i.test(one));
  return line?.slice(line.indexOf(':') + 1).trim() || undefined;
}

function renderInteractive(interactive: JsonObject): string | undefined {
  const answer = asObject(interactive.button_reply) ?? asObject(interactive.list_reply);
  if (answer !== undefined) return asText(answer.title) ?? asText(answer.id);
  const flow = asObject(interactive.nfm_reply);
  if (flow !== undefined) return renderForm(flow);
  const call = asObject(interactive.call_permission_reply);
  if (call !== undefined) return `[call permission: ${asText(call.response) ?? 'answered'}]`;
  const type = asText(interactive.type);
  return (
    firstText(type === undefined ? {} : detailsOf(type, interactive)) ??
    firstText(interactive) ??
    // What our side asks, from this API or from the phone.
    asText(asObject(interactive.body)?.text)
  );
}

/** What the customer filled in stands as JSON inside a text, and may be broken or missing; Meta's own words are just "Sent". */
function renderForm(flow: JsonObject): string {
  const title = asText(flow.body) ?? asText(flow.name) ?? '[form answered]';
  const lines = Object.entries(parseObject(flow.response_json))
    .filter(([key]) => key !== 'flow_token')
    .flatMap(([key, value]) => formLine(key, value));
  // The inner JSON brings its own escapes: NUL and half characters again.
  return cleanText([title, ...lines.slice(0, MAX_FORM_LINES)].join('\n'));
}

function formLine(key: string, value: unknown): string[] {
  const parts = (asArray(value) ?? [value]).filter((part) => ['string', 'number', 'boolean'].includes(typeof part));
  return parts.length === 0 ? [] : [`${key}: ${parts.join(', ')}`];
}

function parseObject(json: unknown): JsonObject {
  try {
    return asObject(typeof json === 'string' ? JSON.parse(json) : json) ?? {};
  } catch {
    return {};
  }
}

/** Since November 2025 Meta names what it could not pass on: `poll_creation`, `gif`, `group_invite` … */
function renderUnsupported(unsupported: JsonObject): string {
  const type = asText(unsupported.type);
  if (type === undefined || !/^[a-z_]{1,40}$/.test(type)) return UNSUPPORTED_CONTENT;
  return `[unsupported message: ${type.replaceAll('_', ' ')}]`;
}

/** Meta's `calls[]` once the call has ended; `duration` in seconds is there only where somebody answered. */
function renderCall(call: JsonObject): string {
  const seconds = asNumber(call.duration) ?? 0;
  if (seconds > 0) return `Call, ${seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`}`;
  return call.direction === 'BUSINESS_INITIATED' ? 'Call not answered' : 'Missed call';
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
