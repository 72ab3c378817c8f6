import { createHash } from 'node:crypto';
import { ChatAddress, toAddress } from '../../chats/domain/chat-address.js';
import { FieldError } from '../../common/errors/api-error.js';
import { LocalizedText } from '../../common/errors/localized-text.js';
import { parseIsoTime } from '../../common/validation/iso-time.js';
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
  chatId?: number;
  to?: ChatAddress;
  message: string;
  type?: SendableType;
  mediaUrl?: string;
  caption?: string;
  filename?: string;
  clientMessageId?: string;
  scheduledAt?: string;
}

/** The same, with every rule that ties fields together applied. */
export interface SendRequest {
  /** A chat, or the number to find it by. */
  target: number | ChatAddress;
  type: SendableType;
  content: string;
  mediaUrl: string | null;
  caption: string | null;
  filename: string | null;
  clientMessageId: string | null;
  /** Null to send it at once. */
  scheduledAt: Date | null;
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
const ONE_TARGET: LocalizedText = { en: 'does not go together with chatId', ru: 'не используется вместе с chatId' };
const NO_TARGET: LocalizedText = { en: 'is needed, or else to', ru: 'обязательно, если нет to' };
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
  const target = targetOf(input);
  const errors = [
    ...targetErrors(input),
    ...typeErrors(input, type),
    ...filenameErrors(input, filename),
    ...keyErrors(input, idempotencyKey),
  ];
  if (errors.length > 0 || target === undefined) throw validationError(errors);
  const scheduledAt = input.scheduledAt === undefined ? undefined : parseIsoTime(input.scheduledAt);
  const request = {
    type,
    content: input.message,
    mediaUrl: input.mediaUrl ?? null,
    caption: type === 'text' ? null : (input.caption ?? input.message),
    filename,
  };
  // Absent keys leave no trace, so that the hashes of requests made before there were such keys stay what they were.
  const body = { ...(typeof target === 'number' ? { chatId: target } : { to: target }), ...request, scheduledAt };
  const bodyHash = createHash('sha256').update(JSON.stringify(body)).digest();
  const clientMessageId = idempotencyKey ?? input.clientMessageId ?? null;
  return { ...request, target, scheduledAt: scheduledAt ?? null, clientMessageId, bodyHash };
}

function targetOf({ chatId, to }: SendInput): number | ChatAddress | undefined {
  return chatId ?? (to === undefined ? undefined : toAddress(to));
}

function targetErrors({ chatId, to }: SendInput): FieldError[] {
  if (chatId === undefined && to === undefined) return [{ field: 'chatId', code: 'NEEDED', message: NO_TARGET }];
  return chatId === undefined || to === undefined ? [] : [{ field: 'to', code: 'ONE_TARGET', message: ONE_TARGET }];
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
