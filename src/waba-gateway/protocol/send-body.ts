import { asArray, asObject, asText, type JsonObject } from './json-fields.js';
import { withTemplateMedia } from './template-item.js';

/** Whom a message goes to: the WhatsApp number (digits), or the business-scoped user id where we know no number. */
export interface SendTarget {
  waId?: string;
  bsuid?: string;
}

/** A message as it is stored. */
export interface OutgoingMessage {
  to: SendTarget;
  /** Our attempt's uuid: Meta echoes it in every receipt, so a lost answer can still be tied to its row. */
  attemptId: string;
  /** wamid of the message that is quoted. */
  replyTo?: string;
  /** As Meta names it. */
  type: string;
  content: string;
  /** The object of the type in Meta's own keys; a list under its own name, as `detailsOf` keeps it. */
  details: JsonObject;
  caption: string | null;
  filename: string | null;
  /** Meta's id of its file, where it has one. */
  mediaId: string | null;
  /** The same of the cards of a carousel, in their order. */
  cardMediaIds?: readonly string[];
}

/** The JSON of `POST /{phone-number-id}/messages`. */
export interface GraphSendBody {
  messaging_product: 'whatsapp';
  recipient_type: 'individual';
  to?: string;
  recipient?: string;
  type: string;
  biz_opaque_callback_data: string;
  context?: { message_id: string };
  [typeObject: string]: unknown;
}

/** Our message as Meta's JSON. Throws when the target names nobody: that is a bug of the caller, not an input. */
export function buildSendBody(message: OutgoingMessage): GraphSendBody {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...addressOf(message.to),
    ...(message.replyTo ? { context: { message_id: message.replyTo } } : {}),
    type: message.type,
    [message.type]: objectOf(message),
    biz_opaque_callback_data: message.attemptId,
  };
}

/** What stands under the name of the type: a text and a file are columns of ours, everything else is stored as Meta wants it. */
function objectOf(message: OutgoingMessage): unknown {
  const { type, content, details, caption, filename, mediaId, cardMediaIds = [] } = message;
  if (type === 'text') return { body: content, preview_url: true };
  if (type === 'template') return withTemplateMedia(details, mediaId, cardMediaIds);
  if (type === 'interactive' && mediaId !== null) return withHeaderFile(details, mediaId);
  if (mediaId === null) return asArray(details[type]) ?? details;
  return { id: mediaId, ...details, ...(caption ? { caption } : {}), ...(filename ? { filename } : {}) };
}

/** An interactive message with the id of the file its header shows. */
function withHeaderFile(interactive: JsonObject, id: string): JsonObject {
  const header = asObject(interactive.header);
  const type = asText(header?.type) ?? '';
  return { ...interactive, header: { type, [type]: { ...asObject(header?.[type]), id } } };
}

/**
 * A phone goes into `to` with its plus (without it Meta may prepend the business's country code), a BSUID into
 * `recipient`: in `to` it fails with 131026. Of both, Meta ignores `recipient`, so we send one.
 */
function addressOf({ waId, bsuid }: SendTarget): { to: string } | { recipient: string } {
  if (waId) return { to: /^\d+$/.test(waId) ? `+${waId}` : waId };
  if (bsuid) return { recipient: bsuid };
  throw new Error('A message needs a waId or a bsuid to go to');
}
