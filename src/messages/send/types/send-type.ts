import type { FieldError } from '../../../common/errors/api-error.js';
import { LocalizedText } from '../../../common/errors/localized-text.js';
import type { MediaDemand } from '../../../waba-gateway/protocol/limits.js';
import type { JsonObject } from '../../../waba-gateway/protocol/json-fields.js';

/** The fields of `send` that belong to some types and not to others. */
export const SHARED_FIELDS = ['message', 'mediaUrl', 'caption', 'filename', 'replyTo'] as const;
export type SharedField = (typeof SHARED_FIELDS)[number];

/** A message of the same chat, by our id or WhatsApp's, and the field that names it. */
export interface MessageReference {
  field: string;
  ref: number | string;
}

/** A file that a payload names. */
export interface CarriedFile {
  file: MediaDemand;
  mediaUrl: string;
}

/** The rules of what stands under the key that is named like the type. `P` is its DTO, which has checked each field by itself. */
export interface PayloadRules<P> {
  /** What ties fields together. Fields are named from inside the payload. */
  problems?(payload: P): FieldError[];
  /** The object Meta wants; the payload itself, where it is left out. */
  toDetails?(payload: P): JsonObject;
  /** Where it shows a file. */
  file?(payload: P): CarriedFile | undefined;
  /** Where it speaks of another message: Meta's `message_id` is put into its details. */
  subject?(payload: P): MessageReference;
}

/** How one type of message is sent. */
export interface SendType<P = unknown> {
  /** Which of the shared fields it takes; the others are refused. */
  fields: Readonly<Partial<Record<SharedField, 'needed' | 'optional'>>>;
  /** What the file under `mediaUrl` must be. */
  file?: MediaDemand;
  /** Meta's word for it, where it is not ours. */
  metaType?: string;
  /** What its details say whatever the request says. */
  marks?: JsonObject;
  /** Where it has a key of its own. */
  payload?: PayloadRules<P>;
  /** What Swagger UI offers, and what the end-to-end tests send; without the chat. */
  example: { summary: string; value: Readonly<Record<string, unknown>> };
}

export const PROBLEMS = {
  NEEDED: { en: 'is needed for this type', ru: 'обязательно для этого типа' },
  NOT_FOR_TYPE: { en: 'does not go with this type', ru: 'не используется с этим типом' },
  FILENAME: {
    en: 'must be a file name of 1 to 240 bytes without quotes and control characters',
    ru: 'должно быть именем файла от 1 до 240 байт без кавычек и управляющих символов',
  },
  UNIQUE: { en: 'must differ from the others', ru: 'не должно повторяться' },
} as const satisfies Record<string, LocalizedText>;

export function problem(field: string, code: keyof typeof PROBLEMS): FieldError {
  return { field, code, message: PROBLEMS[code] };
}

/** A DTO as JSON: absent fields left out, keys in one order, so that equal payloads are equal texts. */
export function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, toPlain(item)]));
}
