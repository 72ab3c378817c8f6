import { CAPTION_MAX_LENGTH, MediaKind, TEXT_MAX_LENGTH } from '../../waba-gateway/protocol/limits.js';
import {
  isObject,
  JsonObject,
  optionalString,
  requireList,
  requireNumber,
  requireObject,
  requireString,
} from './fields.js';
import { GraphError } from './graph.error.js';

/** Which media a message carries: an uploaded id, or a link that Meta would fetch. */
export interface MediaReference {
  kind: MediaKind;
  id?: string;
  link?: string;
}

type Check = (body: JsonObject) => MediaReference | undefined;

const CAPTIONED: ReadonlySet<MediaKind> = new Set<MediaKind>(['image', 'video', 'document']);
const MAX_CONTACTS = 5;
const MAX_BUTTONS = 3;
const MAX_SECTIONS = 10;

const INTERACTIVE_TYPES = new Set(
  (
    'button list cta_url location_request_message flow product product_list catalog_message order_details ' +
    'order_status address_message call_permission_request voice_call carousel request_contact_info'
  ).split(' '),
);

function media(kind: MediaKind): Check {
  return (body) => {
    const object = typeObject(body, kind);
    const id = optionalString(object, 'id', kind);
    const link = optionalString(object, 'link', kind);
    if ((id === undefined) === (link === undefined)) {
      throw GraphError.invalid(`Exactly one of ${kind}['id'] and ${kind}['link'] must be given.`);
    }
    if (object['caption'] !== undefined && !CAPTIONED.has(kind)) {
      throw GraphError.invalid(`Unexpected key "caption" on param "${kind}".`);
    }
    optionalString(object, 'caption', kind, CAPTION_MAX_LENGTH);
    optionalString(object, 'filename', kind);
    if (link !== undefined && !/^https?:\/\//i.test(link)) {
      throw GraphError.invalid(`Param ${kind}['link'] is not a valid URL.`);
    }
    return { kind, ...(id === undefined ? {} : { id }), ...(link === undefined ? {} : { link }) };
  };
}

function checkInteractive(body: JsonObject): undefined {
  const object = typeObject(body, 'interactive');
  const type = requireString(object, 'type', 'interactive');
  if (!INTERACTIVE_TYPES.has(type)) throw GraphError.invalid(`Param interactive['type'] is invalid: "${type}".`);
  const action = requireObject(object, 'action', 'interactive');
  if (type === 'button') checkButtons(action);
  if (type === 'list') {
    requireString(action, 'button', 'interactive.action', 20);
    requireList(action, 'sections', 'interactive.action', MAX_SECTIONS);
  }
}

function checkButtons(action: JsonObject): void {
  const at = 'interactive.action.buttons.reply';
  const buttons = requireList(action, 'buttons', 'interactive.action', MAX_BUTTONS);
  const ids = buttons.map((button) => {
    const reply = requireObject(isObject(button) ? button : {}, 'reply', 'interactive.action.buttons');
    requireString(reply, 'title', at, 20);
    return requireString(reply, 'id', at, 256);
  });
  if (new Set(ids).size < ids.length) throw new GraphError(131009, { details: 'Button ids must be unique.' });
}

/** Every type of Meta's message reference. Text, image and document are checked in full, the others lightly. */
const CHECKS: Readonly<Record<string, Check>> = {
  text: (body) => {
    requireString(typeObject(body, 'text'), 'body', 'text', TEXT_MAX_LENGTH);
    return undefined;
  },
  image: media('image'),
  document: media('document'),
  video: media('video'),
  audio: media('audio'),
  sticker: media('sticker'),
  location: (body) => {
    const object = typeObject(body, 'location');
    requireNumber(object, 'latitude', 'location');
    requireNumber(object, 'longitude', 'location');
    return undefined;
  },
  contacts: (body) => {
    for (const contact of requireList(body, 'contacts', 'body', MAX_CONTACTS)) {
      const name = requireObject(isObject(contact) ? contact : {}, 'name', 'contacts');
      requireString(name, 'formatted_name', 'contacts.name');
    }
    return undefined;
  },
  reaction: (body) => {
    const object = typeObject(body, 'reaction');
    requireString(object, 'message_id', 'reaction');
    optionalString(object, 'emoji', 'reaction');
    return undefined;
  },
  interactive: checkInteractive,
  template: (body) => {
    const object = typeObject(body, 'template');
    requireString(object, 'name', 'template', 512);
    requireString(requireObject(object, 'language', 'template'), 'code', 'template.language');
    return undefined;
  },
};

function typeObject(body: JsonObject, type: string): JsonObject {
  const value = body[type];
  if (!isObject(value)) {
    throw new GraphError(131008, { details: `Parameter '${type}' is mandatory for type '${type}'` });
  }
  return value;
}

/** Checks the part of a message named like its type. Returns the media it refers to; throws GraphError. */
export function checkMessageType(type: string, body: JsonObject): MediaReference | undefined {
  const check = Object.hasOwn(CHECKS, type) ? CHECKS[type] : undefined;
  if (!check) {
    const names = Object.keys(CHECKS).map((name) => name.toUpperCase());
    throw GraphError.invalid(`Param type must be one of {${names.sort().join(', ')}} - got "${type}".`);
  }
  return check(body);
}
