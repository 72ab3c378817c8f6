const KIB = 1024;
const MIB = 1024 * KIB;

/** Meta's limits on what we send, from the message reference of the Cloud API. Lengths in characters. */
export const TEXT_MAX_LENGTH = 4096;
export const CAPTION_MAX_LENGTH = 1024;
export const CALLBACK_DATA_MAX_LENGTH = 512;
/** Meta names no limit for a file name; 240 is what other gateways enforce and what file systems bear. */
export const FILENAME_MAX_LENGTH = 240;

/** Of names and addresses in locations and contacts Meta names no limit either. */
export const DETAIL_TEXT_MAX_LENGTH = 1000;
/** By Meta's OpenAPI. */
export const CONTACTS_MAX = 5;

/** Of interactive messages, in characters and pieces: Meta's OpenAPI; the body of a list and the sum of its rows by the page on lists. */
export const INTERACTIVE_LIMITS = {
  header: 60,
  body: 1024,
  listBody: 4096,
  footer: 60,
  /** On a button, of replies, lists and links alike. */
  label: 20,
  buttons: 3,
  buttonId: 256,
  sections: 10,
  rows: 10,
  rowId: 200,
  rowTitle: 24,
  rowDescription: 72,
  flowCta: 30,
  /** Ids, names and tokens; Meta names no limit. */
  flowText: 256,
} as const;

/** Meta takes no reaction to a message that is older ("Reaction messages"). */
export const REACTION_MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/** A conversation is open for free-form messages so long after the customer's last one, by Meta's clock ("customer service window"). */
export const SERVICE_WINDOW_MS = 24 * 60 * 60 * 1000;
/** A webhook body is at most 3 MB by Meta's word; we leave room. */
export const WEBHOOK_BODY_MAX_BYTES = 4 * MIB;
/** Uploaded media are kept 30 days, media ids out of webhooks 7 days, download URLs 5 minutes. */
export const UPLOADED_MEDIA_TTL_MS = 30 * 24 * 60 * 60 * 1000;
export const INBOUND_MEDIA_TTL_MS = 7 * 24 * 60 * 60 * 1000;
export const MEDIA_URL_TTL_MS = 5 * 60 * 1000;

/** One customer takes one message per 6 s from a business number, with a burst of 45 that is borrowed. */
export const PAIR_INTERVAL_MS = 6000;
export const PAIR_BURST = 45;

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

/** What a message wants its file to be: a voice note is audio of one kind only. */
export type MediaDemand = MediaKind | 'voice';

export interface MediaRule {
  kind: MediaKind;
  maxBytes: number;
}

const IMAGE: MediaRule = { kind: 'image', maxBytes: 5 * MIB };
const VIDEO: MediaRule = { kind: 'video', maxBytes: 16 * MIB };
const AUDIO: MediaRule = { kind: 'audio', maxBytes: 16 * MIB };
const DOCUMENT: MediaRule = { kind: 'document', maxBytes: 100 * MIB };
/** The animated limit: a static sticker may have 100 KiB only, and telling them apart takes decoding. */
const STICKER: MediaRule = { kind: 'sticker', maxBytes: 500 * KIB };
export const STATIC_STICKER_MAX_BYTES = 100 * KIB;
export const STICKER_SIDE = 512;

const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** What Meta takes, by MIME type. An image is JPEG or PNG only: webp is a sticker, gif is nothing. */
export const MEDIA_RULES: Readonly<Record<string, MediaRule>> = {
  'image/jpeg': IMAGE,
  'image/png': IMAGE,
  'video/mp4': VIDEO,
  'video/3gpp': VIDEO,
  'audio/aac': AUDIO,
  'audio/amr': AUDIO,
  'audio/mpeg': AUDIO,
  'audio/mp4': AUDIO,
  'audio/ogg': AUDIO,
  'text/plain': DOCUMENT,
  'application/pdf': DOCUMENT,
  'application/msword': DOCUMENT,
  'application/vnd.ms-excel': DOCUMENT,
  'application/vnd.ms-powerpoint': DOCUMENT,
  [`${OFFICE}.wordprocessingml.document`]: DOCUMENT,
  [`${OFFICE}.spreadsheetml.sheet`]: DOCUMENT,
  [`${OFFICE}.presentationml.presentation`]: DOCUMENT,
  'image/webp': STICKER,
};

export const MAX_BYTES_BY_KIND: Readonly<Record<MediaDemand, number>> = {
  image: IMAGE.maxBytes,
  video: VIDEO.maxBytes,
  audio: AUDIO.maxBytes,
  voice: AUDIO.maxBytes,
  document: DOCUMENT.maxBytes,
  sticker: STICKER.maxBytes,
};

/** The rule for a MIME type, its parameters ignored (`audio/ogg; codecs=opus`); undefined where Meta takes no such file. */
export function mediaRule(mimeType: string): MediaRule | undefined {
  const name = mimeType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return Object.hasOwn(MEDIA_RULES, name) ? MEDIA_RULES[name] : undefined;
}
