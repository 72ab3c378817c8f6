import { isObject, JsonObject } from '../graph/fields.js';

/**
 * What a person reads of a message, in Graph's or a webhook's own shape: words, caption, place, names, the title of what was pressed;
 * the type in brackets where there is nothing to read. Templates are filled in elsewhere.
 */
export function wordsOf(type: string, message: JsonObject): string {
  const part = message[type];
  if (type === 'contacts') return namesIn(part) || '[contacts]';
  if (!isObject(part)) return `[${type}]`;
  const words = [part['body'], part['caption'], part['text'], part['name']].find((value) => typeof value === 'string');
  if (typeof words === 'string') return words;
  if (type === 'location') return `${String(part['latitude'])}, ${String(part['longitude'])}`;
  if (type === 'interactive') return interactiveWords(part);
  return 'id' in part || 'link' in part ? '' : `[${type}]`;
}

/** The titles of the buttons below an interactive message; lists and links show one. */
export function buttonsOf(type: string, message: JsonObject): string[] {
  const interactive = type === 'interactive' ? message['interactive'] : undefined;
  const action = isObject(interactive) ? interactive['action'] : undefined;
  if (!isObject(action)) return [];
  if (typeof action['button'] === 'string') return [action['button']];
  return listOf(action['buttons']).flatMap((button) => {
    const reply = isObject(button) ? button['reply'] : undefined;
    return isObject(reply) && typeof reply['title'] === 'string' ? [reply['title']] : [];
  });
}

function interactiveWords(part: JsonObject): string {
  const candidates = [part['body'], part['button_reply'], part['list_reply'], part['nfm_reply']].filter(isObject);
  const words = candidates.map((one) => one['text'] ?? one['title'] ?? one['body']);
  return words.find((value) => typeof value === 'string') ?? '[interactive]';
}

function namesIn(contacts: unknown): string {
  const names = listOf(contacts).map((contact) => (isObject(contact) ? contact['name'] : undefined));
  return names.map((name) => (isObject(name) ? String(name['formatted_name']) : '')).join(', ');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
