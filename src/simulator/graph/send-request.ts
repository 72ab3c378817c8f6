import { CALLBACK_DATA_MAX_LENGTH } from '../../waba-gateway/protocol/limits.js';
import { isBsuid, toWaId } from '../customers/address.js';
import { isObject, JsonObject, optionalString, requireObject, requireString } from './fields.js';
import { GraphError } from './graph.error.js';
import { MediaReference } from './media-reference.js';
import { checkMessageType } from './message-types.js';

export interface SendRequest {
  kind: 'send';
  /** The address as the business wrote it, and which of the two fields it stood in. */
  address: string;
  addressedBy: 'phone' | 'bsuid';
  type: string;
  text: string | undefined;
  media: MediaReference | undefined;
  callbackData: string | undefined;
  body: JsonObject;
}

export interface ReadRequest {
  kind: 'read';
  messageId: string;
  isTyping: boolean;
  body: JsonObject;
}

/**
 * The body of `POST /{phone-number-id}/messages`, checked as Meta checks it before it accepts anything. Throws
 * GraphError. Rules: Meta's message reference, "Common envelope" and the limits per type.
 */
export function parseMessagesRequest(body: unknown): SendRequest | ReadRequest {
  if (!isObject(body)) throw GraphError.missing('messaging_product');
  if (body['messaging_product'] === undefined) throw GraphError.missing('messaging_product');
  if (body['messaging_product'] !== 'whatsapp') {
    throw GraphError.invalid('Param messaging_product must be one of {WHATSAPP}.');
  }
  return body['status'] === undefined ? parseSend(body) : parseRead(body);
}

function parseRead(body: JsonObject): ReadRequest {
  if (body['status'] !== 'read') throw GraphError.invalid('Param status must be one of {READ}.');
  const messageId = requireString(body, 'message_id', 'body');
  if (!messageId.startsWith('wamid.')) {
    throw new GraphError(131009, { details: `Param message_id is not a valid WhatsApp message id: "${messageId}".` });
  }
  const isTyping = body['typing_indicator'] !== undefined;
  if (isTyping) {
    const type = requireString(requireObject(body, 'typing_indicator', 'body'), 'type', 'typing_indicator');
    if (type !== 'text') throw GraphError.invalid("Param typing_indicator['type'] must be one of {TEXT}.");
  }
  return { kind: 'read', messageId, isTyping, body };
}

function parseSend(body: JsonObject): SendRequest {
  if (body['recipient_type'] !== undefined && body['recipient_type'] !== 'individual') {
    throw GraphError.invalid('Param recipient_type must be one of {INDIVIDUAL}; this simulator has no groups.');
  }
  const address = parseAddress(body);
  const type = body['type'] === undefined && body['text'] !== undefined ? 'text' : body['type'];
  if (typeof type !== 'string') throw GraphError.missing('type');
  const media = checkMessageType(type, body);
  if (body['context'] !== undefined) requireString(requireObject(body, 'context', 'body'), 'message_id', 'context');
  const callbackData = optionalString(body, 'biz_opaque_callback_data', 'body', CALLBACK_DATA_MAX_LENGTH);
  const text = type === 'text' && isObject(body['text']) ? String(body['text']['body']) : undefined;
  return { kind: 'send', ...address, type, text, media, callbackData, body };
}

/** Of `to` and `recipient` the phone wins; a BSUID belongs into `recipient` alone (Meta's page on BSUIDs). */
function parseAddress(body: JsonObject): Pick<SendRequest, 'address' | 'addressedBy'> {
  const to = optionalString(body, 'to', 'body');
  const recipient = optionalString(body, 'recipient', 'body');
  if (to) {
    if (isBsuid(to)) {
      throw new GraphError(131026, {
        details: 'Message undeliverable: a business-scoped user id is not a phone number.',
      });
    }
    if (toWaId(to) === null) throw invalidAddress('to', 'phone number', to);
    return { address: to, addressedBy: 'phone' };
  }
  if (!recipient) throw GraphError.missing('to');
  if (!isBsuid(recipient)) throw invalidAddress('recipient', 'user id', recipient);
  return { address: recipient, addressedBy: 'bsuid' };
}

function invalidAddress(field: string, what: string, value: string): GraphError {
  return new GraphError(131009, { details: `Param ${field} is not a valid ${what}: "${value}".` });
}
