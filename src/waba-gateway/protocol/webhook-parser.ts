import { parseCall } from './call-item.js';
import { cleanJson } from './clean-json.js';
import { readNotices } from './customer-notice.js';
import { parseHistoryMessage } from './history-item.js';
import { JsonObject, asArray, asId, asObject, asText, asTime, cut } from './json-fields.js';
import { ChangeContext, ItemResult, parseEcho, parseMessage } from './message-item.js';
import { readError } from './meta-error-item.js';
import { ProblemList } from './problem-list.js';
import { parseStatus } from './status-item.js';
import { ErrorItem, ParsedWebhook, WebhookItem, WebhookProblem } from './webhook.types.js';

const FIELD_MAX_LENGTH = 64;
/** JSON forbids it, some senders write it. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Everything a webhook body holds, in its order: all entries, changes, messages, statuses and errors, flattened.
 * Total and pure: never throws, whatever the bytes; each piece that is not as it must be becomes a problem and harms
 * no neighbour; there is always at least one item or problem.
 */
export function parseWebhook(raw: Buffer): ParsedWebhook {
  const walk = new Walk();
  walk.guard({}, () => walk.body(raw));
  if (walk.items.length === 0 && walk.problems.problems.length === 0) walk.problems.add({ reason: 'empty_body' });
  return { items: walk.items, problems: walk.problems.problems };
}

type Place = Pick<WebhookProblem, 'path' | 'field' | 'value'>;
type ItemParser = (piece: JsonObject) => ItemResult<WebhookItem>;

class Walk {
  readonly items: WebhookItem[] = [];
  readonly problems = new ProblemList();
  /** Of the entry that is being read; account-type fields alone have one. */
  private entryTime: Date | null = null;

  body(raw: Buffer): void {
    const json = parseJson(raw);
    if (json === undefined) return this.problems.add({ reason: 'invalid_json' });
    const body = cleanJson(json, this.problems);
    const root = asObject(body);
    if (root === undefined) return this.problems.add({ reason: 'not_an_object', value: body });
    if (root.object !== 'whatsapp_business_account') {
      return this.problems.add({ reason: 'unknown_object', path: 'object', value: body });
    }
    this.each(root.entry, { path: 'entry' }, (entry, { path }) => {
      const wabaId = asId(entry.id);
      this.entryTime = asTime(entry.time);
      this.each(entry.changes, { path: `${path}.changes` }, (change, place) => this.change(change, place, wabaId));
    });
  }

  /** Runs one step; should a parser have a fault after all, it costs this piece and no other. */
  guard(place: Place, step: () => void): void {
    try {
      step();
    } catch {
      this.problems.add({ reason: 'parser_failed', ...place });
    }
  }

  private change(change: JsonObject, place: Place, wabaId: string | undefined): void {
    const field = asText(change.field);
    if (field === undefined) return this.problems.add({ reason: 'field_missing', ...place });
    const here: Place = { path: `${place.path}.value`, field: cut(field, FIELD_MAX_LENGTH), value: change.value };
    if (change.value === undefined || change.value === null) {
      return this.problems.add({ reason: 'value_missing', ...here, value: change });
    }
    const value = asObject(change.value);
    if (value !== undefined && (field === 'calls' || field === 'history')) return this.outside(value, here, wabaId);
    const isOurs = field === 'messages' || field === 'smb_message_echoes';
    if (isOurs && value === undefined) return this.problems.add({ reason: 'not_an_object', ...here });
    if (isOurs && value !== undefined && hasParts(value)) return this.messages(value, here, wabaId);
    this.notices(here, value, wabaId);
  }

  /** Calls and the history of the phone app: their lists stand elsewhere than those of messages. Without one it is kept whole. */
  private outside(value: JsonObject, place: Place, wabaId: string | undefined): void {
    const context = contextOf(value, wabaId);
    const { field = '' } = place;
    const lists = field === 'calls' ? [value.calls] : [value.history, value.messages];
    if (lists.every((list) => asArray(list) === undefined)) return this.other(place, wabaId);
    if (context === undefined) return this.problems.add({ reason: 'phone_number_id_missing', ...place });
    if (field === 'calls') return this.calls(value, context, place);
    const parse = (thread: unknown) => (message: JsonObject, at: Place) =>
      this.item(belongsTo(context, message) ?? parseHistoryMessage(message, context, thread), at);
    if (value.messages !== undefined) this.each(value.messages, within(place, 'messages'), parse(undefined));
    if (value.history === undefined) return;
    this.each(value.history, within(place, 'history'), (chunk, at) => {
      // A business may decline to share it (error 2593109).
      if (chunk.threads === undefined) return this.other({ ...at, value: chunk }, wabaId);
      this.each(chunk.threads, within(at, 'threads'), (thread, here) =>
        this.each(thread.messages, within(here, 'messages'), parse(thread.id)),
      );
    });
  }

  private calls(value: JsonObject, context: ChangeContext, place: Place): void {
    const contacts = asArray(value.contacts) ?? [];
    this.each(value.calls, within(place, 'calls'), (call, at) => {
      const item = belongsTo(context, call) ?? parseCall(call, context, contacts);
      if (item === undefined) this.other({ ...at, value: call }, context.wabaId);
      else this.item(item, at);
    });
  }

  private messages(value: JsonObject, place: Place, wabaId: string | undefined): void {
    const context = contextOf(value, wabaId);
    if (context === undefined) return this.problems.add({ reason: 'phone_number_id_missing', ...place });
    const contacts = asArray(value.contacts) ?? [];
    const isOnly = asArray(value.messages)?.length === 1;
    const parts: [string, ItemParser][] = [
      ['messages', (message) => parseMessage(message, context, contacts, isOnly)],
      ['statuses', (status) => parseStatus(status, context)],
      ['message_echoes', (echo) => parseEcho(echo, context)],
      ['errors', (error) => toErrorItem(error, context)],
    ];
    for (const [name, parse] of parts) {
      if (value[name] === undefined || value[name] === null) continue;
      const here = { path: `${place.path}.${name}`, ...(place.field !== undefined ? { field: place.field } : {}) };
      this.each(value[name], here, (piece, at) => this.item(belongsTo(context, piece) ?? parse(piece), at));
    }
  }

  private notices(here: Place, value: JsonObject | undefined, wabaId: string | undefined): void {
    const read = value === undefined ? undefined : readNotices(here.field ?? '', value, wabaId);
    if (read === undefined) return this.other(here, wabaId);
    this.items.push(...read.notices);
    if (read.rest.length > 0) this.other({ ...here, value: { ...value, [here.field ?? '']: read.rest } }, wabaId);
  }

  private item(result: ItemResult<WebhookItem>, place: Place): void {
    if (typeof result === 'string') this.problems.add({ reason: result, ...place });
    else this.items.push(result);
  }

  private other({ field, value }: Place, wabaId: string | undefined): void {
    const phoneNumberId = asId(asObject(asObject(value)?.metadata)?.phone_number_id);
    this.items.push({
      kind: 'other',
      field: field ?? '',
      ...(wabaId !== undefined ? { wabaId } : {}),
      ...(phoneNumberId !== undefined ? { phoneNumberId } : {}),
      ...(this.entryTime !== null ? { timestamp: this.entryTime } : {}),
      value,
    });
  }

  private each(list: unknown, place: Place, step: (piece: JsonObject, place: Place) => void): void {
    const pieces = asArray(list);
    if (pieces === undefined) return this.problems.add({ reason: 'not_an_array', ...place, value: list });
    pieces.forEach((value, index) => {
      const here = { ...place, path: `${place.path}[${index}]`, value };
      const piece = asObject(value);
      if (piece === undefined) this.problems.add({ reason: 'not_an_object', ...here });
      else this.guard(here, () => step(piece, here));
    });
  }
}

/** Whose number a change speaks of; undefined where it does not say. */
function contextOf({ metadata }: JsonObject, wabaId: string | undefined): ChangeContext | undefined {
  const { phone_number_id: id, display_phone_number: shown } = asObject(metadata) ?? {};
  const phoneNumberId = asId(id);
  const displayPhoneNumber = asId(shown);
  if (phoneNumberId === undefined) return undefined;
  return {
    phoneNumberId,
    ...(displayPhoneNumber !== undefined ? { displayPhoneNumber } : {}),
    ...(wabaId !== undefined ? { wabaId } : {}),
  };
}

function within({ path = '', field }: Place, name: string): Place {
  return { path: `${path}.${name}`, ...(field === undefined ? {} : { field }) };
}

/** Undefined for what is no JSON; JSON itself has no undefined. */
function parseJson(raw: Buffer): unknown {
  try {
    const text = raw.toString('utf8');
    return JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text) as unknown;
  } catch {
    return undefined;
  }
}

/** A change with none of the lists we read is kept whole as `other`: Meta adds kinds of changes without notice. */
function hasParts(value: JsonObject): boolean {
  return [value.messages, value.statuses, value.message_echoes, value.errors].some(
    (part) => part !== undefined && part !== null,
  );
}

/** A piece that names a number of its own must name the one of its change, or it is not for this channel. */
function belongsTo(context: ChangeContext, piece: JsonObject): 'phone_number_id_mismatch' | undefined {
  const own = asId(piece.phone_number_id) ?? asId(asObject(piece.metadata)?.phone_number_id);
  return own === undefined || own === context.phoneNumberId ? undefined : 'phone_number_id_mismatch';
}

function toErrorItem(error: JsonObject, { phoneNumberId, wabaId }: ChangeContext): ErrorItem {
  return {
    kind: 'error',
    phoneNumberId,
    ...(wabaId !== undefined ? { wabaId } : {}),
    error: readError(error),
    raw: error,
  };
}
