import { JsonObject, asId, asObject, asText, cut } from './json-fields.js';
import { detailsOf, MessageContent, UNSUPPORTED_CONTENT } from './message-content.js';
import { readWamid } from './wamid.js';
import type { MessageChangeItem } from './webhook.types.js';

/** One emoji: the longest joined ones have some 35 UTF-16 units. */
const EMOJI_MAX_LENGTH = 64;

/**
 * The change of another message that a reaction, an edit or a revoke is. Undefined for every other type, and for one that names no
 * message or brings no words we can read: such a one stays visible as a message of its own.
 */
export function readChange(type: string, details: JsonObject, rendered: MessageContent): MessageChangeItem | undefined {
  const target = readWamid(type === 'reaction' ? details.message_id : details.original_message_id);
  if (target === undefined) return undefined;
  if (type === 'reaction') return { kind: 'reaction', target, emoji: readEmoji(details) };
  if (type === 'revoke') return { kind: 'revoke', target };
  return type === 'edit' ? readEdit(target, details, rendered) : undefined;
}

/** Meta takes a reaction back by an empty emoji, or by none. */
function readEmoji({ emoji }: JsonObject): string | null {
  const text = asText(emoji);
  return text === undefined ? null : cut(text, EMOJI_MAX_LENGTH);
}

function readEdit(target: string, edit: JsonObject, rendered: MessageContent): MessageChangeItem | undefined {
  const { content, isTruncated } = rendered;
  const message = asObject(edit.message);
  if (message === undefined || content === '' || content === UNSUPPORTED_CONTENT) return undefined;
  if (message.type === 'unsupported') return undefined;
  const details = detailsOf(asId(message.type) ?? 'text', message);
  return { kind: 'edit', target, content, details: { ...details, ...(isTruncated ? { isTruncated } : {}) } };
}
