import type { MediaKind } from '../../waba-gateway/protocol/limits.js';
import { INTERACTIVE_LIMITS as LIMITS } from '../../waba-gateway/protocol/limits.js';
import { isObject, JsonObject, optionalString, requireList, requireObject, requireString } from './fields.js';
import { GraphError } from './graph.error.js';
import type { MediaReference } from './media-reference.js';

type ActionCheck = (action: JsonObject, interactive: JsonObject) => void;

const AT = 'interactive.action';

const FILE_KINDS = { IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document' } as const;
const FILE_HEADERS = ['IMAGE', 'VIDEO', 'DOCUMENT'] as const;

/** Types that are known and taken as they are. */
const UNCHECKED =
  'product product_list catalog_message order_details order_status address_message call_permission_request voice_call carousel';

const ACTIONS: ReadonlyMap<string, ActionCheck> = new Map<string, ActionCheck>([
  ['button', checkButtons],
  ['list', checkList],
  ['cta_url', checkCtaUrl],
  ['flow', checkFlow],
  ['location_request_message', (action) => checkName(action, 'send_location')],
  ['request_contact_info', (action) => checkName(action, 'request_contact_info')],
  ...UNCHECKED.split(' ').map((type): [string, ActionCheck] => [type, () => undefined]),
]);

/** The object `interactive` of a message, checked as Meta does. Throws GraphError. */
export function checkInteractive(interactive: JsonObject): MediaReference | undefined {
  const type = requireString(interactive, 'type', 'interactive');
  const check = ACTIONS.get(type);
  if (check === undefined) throw GraphError.invalid(`Param interactive['type'] is invalid: "${type}".`);
  const action = requireObject(interactive, 'action', 'interactive');
  const file = UNCHECKED.includes(type) ? undefined : checkFrame(interactive, type);
  check(action, interactive);
  return file;
}

function checkFrame(interactive: JsonObject, type: string): MediaReference | undefined {
  const max = type === 'list' ? LIMITS.listBody : LIMITS.body;
  requireString(requireObject(interactive, 'body', 'interactive'), 'text', 'interactive.body', max);
  if (interactive['footer'] !== undefined) {
    requireString(requireObject(interactive, 'footer', 'interactive'), 'text', 'interactive.footer', LIMITS.footer);
  }
  if (interactive['header'] === undefined) return undefined;
  const header = requireObject(interactive, 'header', 'interactive');
  const kind = requireString(header, 'type', 'interactive.header');
  if (kind === 'text') {
    requireString(header, 'text', 'interactive.header', LIMITS.header);
    return undefined;
  }
  const words: readonly string[] = type === 'button' || type === 'cta_url' ? ['TEXT', ...FILE_HEADERS] : ['TEXT'];
  const file = FILE_HEADERS.find((one) => one === kind.toUpperCase() && words.includes(one));
  if (file === undefined) {
    throw GraphError.invalid(`Param interactive.header['type'] must be one of {${words.join(', ')}}.`);
  }
  return fileOf(requireObject(header, kind, 'interactive.header'), FILE_KINDS[file]);
}

function fileOf(object: JsonObject, kind: MediaKind): MediaReference {
  const id = optionalString(object, 'id', kind);
  const link = optionalString(object, 'link', kind);
  if ((id === undefined) === (link === undefined)) {
    throw GraphError.invalid(`Exactly one of ${kind}['id'] and ${kind}['link'] must be given.`);
  }
  return { kind, ...(id === undefined ? {} : { id }), ...(link === undefined ? {} : { link }) };
}

function checkButtons(action: JsonObject): void {
  const at = `${AT}.buttons.reply`;
  const replies = requireList(action, 'buttons', AT, LIMITS.buttons).map((button) =>
    requireObject(isObject(button) ? button : {}, 'reply', `${AT}.buttons`),
  );
  assertUnique(
    'Button titles',
    replies.map((reply) => requireString(reply, 'title', at, LIMITS.label)),
  );
  assertUnique(
    'Button ids',
    replies.map((reply) => requireString(reply, 'id', at, LIMITS.buttonId)),
  );
}

function checkList(action: JsonObject): void {
  requireString(action, 'button', AT, LIMITS.label);
  const sections = requireList(action, 'sections', AT, LIMITS.sections).map((item) => (isObject(item) ? item : {}));
  const rows = sections.flatMap((section) => {
    if (sections.length > 1) requireString(section, 'title', `${AT}.sections`, LIMITS.rowTitle);
    else optionalString(section, 'title', `${AT}.sections`, LIMITS.rowTitle);
    return requireList(section, 'rows', `${AT}.sections`, LIMITS.rows).map((row) => (isObject(row) ? row : {}));
  });
  if (rows.length > LIMITS.rows) {
    throw new GraphError(131009, { details: `Total row count exceed max allowed count: ${LIMITS.rows}` });
  }
  const at = `${AT}.sections.rows`;
  for (const row of rows) {
    requireString(row, 'title', at, LIMITS.rowTitle);
    optionalString(row, 'description', at, LIMITS.rowDescription);
  }
  assertUnique(
    'Row ids',
    rows.map((row) => requireString(row, 'id', at, LIMITS.rowId)),
  );
}

function checkCtaUrl(action: JsonObject): void {
  checkName(action, 'cta_url');
  const parameters = requireObject(action, 'parameters', AT);
  requireString(parameters, 'display_text', `${AT}.parameters`, LIMITS.label);
  const url = requireString(parameters, 'url', `${AT}.parameters`);
  if (!/^https?:\/\//i.test(url)) throw GraphError.invalid(`Param ${AT}.parameters['url'] is not a valid URL.`);
}

function checkFlow(action: JsonObject): void {
  checkName(action, 'flow');
  const at = `${AT}.parameters`;
  const parameters = requireObject(action, 'parameters', AT);
  requireString(parameters, 'flow_cta', at, LIMITS.flowCta);
  if (requireString(parameters, 'flow_message_version', at) !== '3') {
    throw GraphError.invalid(`Param ${at}['flow_message_version'] must be one of {3}.`);
  }
  const id = optionalString(parameters, 'flow_id', at);
  const name = optionalString(parameters, 'flow_name', at);
  if ((id === undefined) === (name === undefined)) {
    throw GraphError.invalid(`Exactly one of ${at}['flow_id'] and ${at}['flow_name'] must be given.`);
  }
}

function checkName(action: JsonObject, wanted: string): void {
  const name = requireString(action, 'name', AT);
  if (name !== wanted) throw GraphError.invalid(`Param ${AT}['name'] must be one of {${wanted.toUpperCase()}}.`);
}

function assertUnique(what: string, texts: readonly string[]): void {
  if (new Set(texts).size < texts.length) throw new GraphError(131009, { details: `${what} must be unique.` });
}
