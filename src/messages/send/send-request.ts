import { createHash } from 'node:crypto';
import { ChatAddress, toAddress } from '../../chats/domain/chat-address.js';
import { FieldError } from '../../common/errors/api-error.js';
import { LocalizedText } from '../../common/errors/localized-text.js';
import { parseIsoTime } from '../../common/validation/iso-time.js';
import { codePointLength } from '../../common/validation/text-rules.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { safeFilename } from '../../media/domain/filename.js';
import type { JsonObject } from '../../waba-gateway/protocol/json-fields.js';
import { CAPTION_MAX_LENGTH, type MediaDemand } from '../../waba-gateway/protocol/limits.js';
import { detailsOf, renderContent } from '../../waba-gateway/protocol/message-content.js';
import { type MessageReference, problem, SHARED_FIELDS, type SharedField, toPlain } from './types/send-type.js';
import { type SendableType, SENDABLE_TYPES, SendPayloadsDto, sendTypeOf } from './types/send-types.js';

/** What a client may use as idempotency key: it comes back in headers and logs, so printable ASCII alone. */
export const CLIENT_MESSAGE_ID = /^[\x21-\x7e]{1,255}$/;

/** What the operator asked for, before anything is looked up. */
export interface SendInput extends SendPayloadsDto {
  chatId?: number;
  to?: ChatAddress;
  message?: string;
  type?: SendableType;
  mediaUrl?: string;
  mediaId?: number;
  caption?: string;
  filename?: string;
  replyTo?: number | string;
  clientMessageId?: string;
  scheduledAt?: string;
}

/** The same, with every rule that ties fields together applied. */
export interface SendRequest {
  /** A chat, or the number to find it by. */
  target: number | ChatAddress;
  /** As Meta names it. */
  type: string;
  content: string;
  /** The object of the type in Meta's own keys. */
  details: JsonObject;
  mediaUrl: string | null;
  /** In its place: one of the sender's uploads. */
  mediaId: number | null;
  /** What the file under `mediaUrl` must be; null where there is none. */
  file: MediaDemand | null;
  /** What the cards of a carousel show, in their order. */
  cardFiles?: readonly { mediaUrl: string; file: MediaDemand }[];
  caption: string | null;
  filename: string | null;
  /** The message it quotes. */
  quoted: MessageReference | null;
  /** The message its details speak of. */
  subject: MessageReference | null;
  clientMessageId: string | null;
  /** Null to send it at once. */
  scheduledAt: Date | null;
  /** SHA-256 of what makes it this request, for telling a repeat from another use of its key. */
  bodyHash: Buffer;
}

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
const ONE_FILE: LocalizedText = { en: 'does not go together with mediaUrl', ru: 'не используется вместе с mediaUrl' };
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
  const rules = sendTypeOf(type);
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
  const words = {
    mediaUrl: input.mediaUrl ?? null,
    caption: rules.fields.caption === undefined ? null : (input.caption ?? input.message ?? null),
    filename,
  };
  const ask = { type, content: input.message, ...words, scheduledAt, ...extrasOf(input, type) };
  // Absent keys leave no trace, so that the hashes of requests made before there were such keys stay what they were.
  const payload = payloadOf(input, type);
  const carried = payload === undefined ? undefined : rules.payload?.file?.(payload);
  const body = { ...(typeof target === 'number' ? { chatId: target } : { to: target }), ...ask };
  return {
    ...words,
    ...wordingOf(input, type),
    target,
    ...(carried ?? { mediaUrl: words.mediaUrl, file: rules.file ?? null }),
    mediaId: input.mediaId ?? null,
    scheduledAt: scheduledAt ?? null,
    clientMessageId: idempotencyKey ?? input.clientMessageId ?? null,
    bodyHash: createHash('sha256').update(JSON.stringify(body)).digest(),
  };
}

/** What joined the fields of a request later. */
function extrasOf(
  input: SendInput,
  type: SendableType,
): { payload?: unknown; mediaId?: number; replyTo?: number | string } {
  const payload = payloadOf(input, type);
  return {
    ...(payload === undefined ? {} : { payload: toPlain(payload) }),
    ...(input.mediaId === undefined ? {} : { mediaId: input.mediaId }),
    ...(input.replyTo === undefined ? {} : { replyTo: input.replyTo }),
  };
}

function wordingOf(
  input: SendInput,
  type: SendableType,
): Pick<SendRequest, 'type' | 'content' | 'details' | 'quoted' | 'subject'> {
  const { payload: rules, metaType = type, marks = {} } = sendTypeOf(type);
  const payload = payloadOf(input, type);
  const own =
    payload === undefined ? {} : (rules?.toDetails?.(payload) ?? detailsOf(type, { [type]: toPlain(payload) }));
  const details = { ...own, ...marks };
  const { message, caption, filename, replyTo } = input;
  const words = {
    ...details,
    ...(caption === undefined ? {} : { caption }),
    ...(filename === undefined ? {} : { filename }),
  };
  return {
    type: metaType,
    content: message ?? renderContent(metaType, words).content,
    details,
    quoted: replyTo === undefined ? null : { field: 'replyTo', ref: replyTo },
    subject: payload === undefined ? null : (rules?.subject?.(payload) ?? null),
  };
}

/** What stands under the key of the type, where it has one. */
function payloadOf(input: SendInput, type: SendableType): unknown {
  return sendTypeOf(type).payload === undefined ? undefined : new Map(Object.entries(input)).get(type);
}

function targetOf({ chatId, to }: SendInput): number | ChatAddress | undefined {
  return chatId ?? (to === undefined ? undefined : toAddress(to));
}

function targetErrors({ chatId, to }: SendInput): FieldError[] {
  if (chatId === undefined && to === undefined) return [{ field: 'chatId', code: 'NEEDED', message: NO_TARGET }];
  return chatId === undefined || to === undefined ? [] : [{ field: 'to', code: 'ONE_TARGET', message: ONE_TARGET }];
}

function typeErrors(input: SendInput, type: SendableType): FieldError[] {
  const { fields } = sendTypeOf(type);
  const isGiven = (field: SharedField): boolean => input[field] !== undefined;
  const isThere = (field: SharedField): boolean =>
    isGiven(field) || (field === 'mediaUrl' && input.mediaId !== undefined);
  const errors = [
    ...SHARED_FIELDS.filter((field) => fields[field] === undefined && isGiven(field)).map((field) =>
      problem(field, 'NOT_FOR_TYPE'),
    ),
    ...SHARED_FIELDS.filter((field) => fields[field] === 'needed' && !isThere(field)).map((field) =>
      problem(field, 'NEEDED'),
    ),
    ...payloadErrors(input, type),
    ...mediaIdErrors(input, type),
  ];
  const isCaption = fields.caption !== undefined && input.caption === undefined;
  return isCaption && codePointLength(input.message ?? '') > CAPTION_MAX_LENGTH
    ? [...errors, { field: 'message', code: 'LENGTH', message: CAPTION_LENGTH }]
    : errors;
}

/** Of the key of its own type it needs one, of the others none. */
function payloadErrors(input: SendInput, type: SendableType): FieldError[] {
  const others = SENDABLE_TYPES.filter((other) => other !== type && payloadOf(input, other) !== undefined);
  const errors = others.map((other) => problem(other, 'NOT_FOR_TYPE'));
  const rules = sendTypeOf(type).payload;
  if (rules === undefined) return errors;
  const payload = payloadOf(input, type);
  if (payload === undefined) return [...errors, problem(type, 'NEEDED')];
  const own = rules.problems?.(payload) ?? [];
  return [...errors, ...own.map((error) => ({ ...error, field: joinField(type, error.field) }))];
}

function joinField(parent: string, field: string): string {
  return field.startsWith('[') ? `${parent}${field}` : `${parent}.${field}`;
}

/** An upload in place of a URL. */
function mediaIdErrors({ mediaId, mediaUrl }: SendInput, type: SendableType): FieldError[] {
  if (mediaId === undefined) return [];
  if (sendTypeOf(type).file === undefined) return [problem('mediaId', 'NOT_FOR_TYPE')];
  return mediaUrl === undefined ? [] : [{ field: 'mediaId', code: 'ONE_FILE', message: ONE_FILE }];
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
