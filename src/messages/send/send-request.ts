import { createHash } from 'node:crypto';
import { FieldError } from '../../common/errors/api-error.js';
import { LocalizedText } from '../../common/errors/localized-text.js';
import { codePointLength } from '../../common/validation/text-rules.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { safeFilename } from '../../media/domain/filename.js';
import { CAPTION_MAX_LENGTH } from '../../waba-gateway/protocol/limits.js';

export const SENDABLE_TYPES = ['text', 'image', 'document'] as const;
export type SendableType = (typeof SENDABLE_TYPES)[number];

/** What a client may use as idempotency key: it comes back in headers and logs, so printable ASCII alone. */
export const CLIENT_MESSAGE_ID = /^[\x21-\x7e]{1,255}$/;

/** What the operator asked for, before anything is looked up. */
export interface SendInput {
  chatId: number;
  message: string;
  type?: SendableType;
  mediaUrl?: string;
  caption?: string;
  filename?: string;
  clientMessageId?: string;
}

/** The same, with every rule that ties fields together applied. */
export interface SendRequest {
  chatId: number;
  type: SendableType;
  content: string;
  mediaUrl: string | null;
  caption: string | null;
  filename: string | null;
  clientMessageId: string | null;
  /** SHA-256 of what makes it this request, for telling a repeat from another use of its key. */
  bodyHash: Buffer;
}

const NOT_FOR_TYPE: LocalizedText = { en: 'does not go with this type', ru: 'не используется с этим типом' };
const NEEDED: LocalizedText = { en: 'is needed for this type', ru: 'обязательно для этого типа' };
const CAPTION_LENGTH: LocalizedText = {
  en: `is the caption here and must have at most ${CAPTION_MAX_LENGTH} characters`,
  ru: `здесь служит подписью и не должно превышать ${CAPTION_MAX_LENGTH} символов`,
};
const BAD_FILENAME: LocalizedText = {
  en: 'must be a file name of 1 to 240 bytes without quotes and control characters',
  ru: 'должно быть именем файла от 1 до 240 байт без кавычек и управляющих символов',
};
const TWO_KEYS: LocalizedText = {
  en: 'differs from the header Idempotency-Key',
  ru: 'отличается от заголовка Idempotency-Key',
};
const BAD_KEY: LocalizedText = {
  en: 'must have 1 to 255 printable ASCII characters',
  ru: 'должен содержать от 1 до 255 печатных символов ASCII',
};

/** Applies the rules between fields; throws a 400 that names each field that breaks one. */
export function toSendRequest(input: SendInput, idempotencyKey: string | undefined): SendRequest {
  const type = input.type ?? 'text';
  const filename = input.filename === undefined ? null : safeFilename(input.filename);
  const errors = [...typeErrors(input, type), ...filenameErrors(input, filename), ...keyErrors(input, idempotencyKey)];
  if (errors.length > 0) throw validationError(errors);
  const request = {
    chatId: input.chatId,
    type,
    content: input.message,
    mediaUrl: input.mediaUrl ?? null,
    caption: type === 'text' ? null : (input.caption ?? input.message),
    filename,
  };
  const bodyHash = createHash('sha256').update(JSON.stringify(request)).digest();
  return { ...request, clientMessageId: idempotencyKey ?? input.clientMessageId ?? null, bodyHash };
}

function typeErrors(input: SendInput, type: SendableType): FieldError[] {
  const errors: FieldError[] = [];
  const forbidden =
    type === 'text' ? (['mediaUrl', 'caption', 'filename'] as const) : type === 'image' ? (['filename'] as const) : [];
  for (const field of forbidden) {
    if (input[field] !== undefined) errors.push({ field, code: 'NOT_FOR_TYPE', message: NOT_FOR_TYPE });
  }
  if (type !== 'text' && input.mediaUrl === undefined) {
    errors.push({ field: 'mediaUrl', code: 'NEEDED', message: NEEDED });
  }
  if (type !== 'text' && input.caption === undefined && codePointLength(input.message) > CAPTION_MAX_LENGTH) {
    errors.push({ field: 'message', code: 'LENGTH', message: CAPTION_LENGTH });
  }
  return errors;
}

function filenameErrors(input: SendInput, filename: string | null): FieldError[] {
  return input.filename !== undefined && filename === null
    ? [{ field: 'filename', code: 'FILENAME', message: BAD_FILENAME }]
    : [];
}

function keyErrors(input: SendInput, key: string | undefined): FieldError[] {
  if (key === undefined) return [];
  if (!CLIENT_MESSAGE_ID.test(key)) return [{ field: 'Idempotency-Key', code: 'IDEMPOTENCY_KEY', message: BAD_KEY }];
  const isOther = input.clientMessageId !== undefined && input.clientMessageId !== key;
  return isOther ? [{ field: 'clientMessageId', code: 'IDEMPOTENCY_KEY', message: TWO_KEYS }] : [];
}
