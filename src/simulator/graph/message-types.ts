import { CAPTION_MAX_LENGTH, CONTACTS_MAX, MediaKind, TEXT_MAX_LENGTH } from '../../waba-gateway/protocol/limits.js';
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
import { checkInteractive } from './interactive-types.js';
import type { MediaReference } from './media-reference.js';

type Check = (body: JsonObject) => MediaReference | undefined;

const CAPTIONED: ReadonlySet<MediaKind> = new Set<MediaKind>(['image', 'video', 'document']);
const NAME_PARTS = ['first_name', 'last_name', 'middle_name', 'prefix', 'suffix'];

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
    if (object['voice'] !== undefined && (kind !== 'audio' || typeof object['voice'] !== 'boolean')) {
      throw GraphError.invalid(`Unexpected key "voice" on param "${kind}".`);
    }
    optionalString(object, 'caption', kind, CAPTION_MAX_LENGTH);
    optionalString(object, 'filename', kind);
    if (link !== undefined && !/^https?:\/\//i.test(link)) {
      throw GraphError.invalid(`Param ${kind}['link'] is not a valid URL.`);
    }
    return { kind, ...(id === undefined ? {} : { id }), ...(link === undefined ? {} : { link }) };
  };
}

/** By Meta's message reference a name has at least one part beside how it is shown. */
function checkContact(contact: unknown): void {
  const name = requireObject(isObject(contact) ? contact : {}, 'name', 'contacts');
  requireString(name, 'formatted_name', 'contacts.name');
  const parts = NAME_PARTS.map((part) => optionalString(name, part, 'contacts.name'));
  if (parts.every((part) => part === undefined)) {
    throw new GraphError(131008, { details: 'At least one part of the name is mandatory beside formatted_name.' });
  }
}

function requireDegrees(location: JsonObject, key: string, max: number): void {
  if (Math.abs(requireNumber(location, key, 'location')) > max) {
    throw GraphError.invalid(`Param location['${key}'] must be between -${max} and ${max}.`);
  }
}

/** Every type of Meta's message reference. */
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
    requireDegrees(object, 'latitude', 90);
    requireDegrees(object, 'longitude', 180);
    optionalString(object, 'name', 'location');
    optionalString(object, 'address', 'location');
    return undefined;
  },
  contacts: (body) => {
    for (const contact of requireList(body, 'contacts', 'body', CONTACTS_MAX)) checkContact(contact);
    return undefined;
  },
  reaction: (body) => {
    const object = typeObject(body, 'reaction');
    requireString(object, 'message_id', 'reaction');
    optionalString(object, 'emoji', 'reaction');
    return undefined;
  },
  interactive: (body) => {
    return checkInteractive(typeObject(body, 'interactive'));
  },
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
