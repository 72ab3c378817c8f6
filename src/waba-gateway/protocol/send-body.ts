/** Whom a message goes to: the WhatsApp number (digits), or the business-scoped user id where we know no number. */
export interface SendTarget {
  waId?: string;
  bsuid?: string;
}

/** What each type carries. A new type is one entry here and one in BUILDERS. */
interface OutgoingParts {
  text: { text: string };
  image: { mediaId: string; caption?: string };
  document: { mediaId: string; caption?: string; filename?: string };
}

export type OutgoingType = keyof OutgoingParts;

export type OutgoingMessage<T extends OutgoingType = OutgoingType> = {
  [K in T]: OutgoingParts[K] & {
    type: K;
    to: SendTarget;
    /** Our attempt's uuid: Meta echoes it in every receipt, so a lost answer can still be tied to its row. */
    attemptId: string;
    /** wamid of the message that is quoted. */
    replyTo?: string;
  };
}[T];

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

const BUILDERS: { [T in OutgoingType]: (message: OutgoingMessage<T>) => Record<string, unknown> } = {
  text: ({ text }) => ({ body: text, preview_url: true }),
  image: ({ mediaId, caption }) => ({ id: mediaId, ...(caption ? { caption } : {}) }),
  document: ({ mediaId, caption, filename }) => ({
    id: mediaId,
    ...(caption ? { caption } : {}),
    ...(filename ? { filename } : {}),
  }),
};

export const OUTGOING_TYPES = Object.keys(BUILDERS) as OutgoingType[];

/** Our message as Meta's JSON. Throws when the target names nobody: that is a bug of the caller, not an input. */
export function buildSendBody<T extends OutgoingType>(message: OutgoingMessage<T>): GraphSendBody {
  const build: (message: OutgoingMessage<T>) => Record<string, unknown> = BUILDERS[message.type];
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...addressOf(message.to),
    ...(message.replyTo ? { context: { message_id: message.replyTo } } : {}),
    type: message.type,
    [message.type]: build(message),
    biz_opaque_callback_data: message.attemptId,
  };
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
