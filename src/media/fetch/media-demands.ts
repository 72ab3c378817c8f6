import { open, type FileHandle } from 'node:fs/promises';
import { ApiError } from '../../common/errors/api-error.js';
import { LocalizedText } from '../../common/errors/localized-text.js';
import { MediaDemand, MediaKind, STATIC_STICKER_MAX_BYTES, STICKER_SIDE } from '../../waba-gateway/protocol/limits.js';
import { readAt } from './file-bytes.js';
import { mp4Tracks } from './mp4-tracks.js';
import { acceptsMediaType, sniffMediaType } from './sniff.js';
import { webpShape } from './webp-shape.js';

const NOT_VOICE: LocalizedText = {
  en: 'A voice message must be OGG with one channel of Opus.',
  ru: 'Голосовое сообщение должно быть файлом OGG с одним каналом Opus.',
};
const NOT_OPUS: LocalizedText = {
  en: 'WhatsApp plays OGG with one channel of Opus only.',
  ru: 'WhatsApp воспроизводит OGG только с одним каналом Opus.',
};
const NOT_H264: LocalizedText = {
  en: 'WhatsApp plays video in H.264 with AAC sound, in one track or none.',
  ru: 'WhatsApp воспроизводит видео H.264 со звуком AAC: одна звуковая дорожка или ни одной.',
};
const NOT_STICKER: LocalizedText = {
  en: `A sticker must be a WebP of ${STICKER_SIDE} × ${STICKER_SIDE} pixels.`,
  ru: `Стикер должен быть файлом WebP размером ${STICKER_SIDE} × ${STICKER_SIDE} пикселей.`,
};
const STICKER_TOO_LARGE: LocalizedText = {
  en: `A sticker that does not move may have ${STATIC_STICKER_MAX_BYTES} bytes.`,
  ru: `Неподвижный стикер может занимать не больше ${STATIC_STICKER_MAX_BYTES} байт.`,
};

/**
 * The real type of a file a message is to carry, proved to be what WhatsApp demands of it (Meta's "Supported media types"). Throws 400
 * MEDIA_TYPE or MEDIA_TOO_LARGE. Headers are read, nothing is decoded.
 */
export async function provenMediaType(path: string, demand: MediaDemand): Promise<string> {
  const kind: MediaKind = demand === 'voice' ? 'audio' : demand;
  const mimeType = await sniffMediaType(path);
  if (mimeType === null || !acceptsMediaType(kind, mimeType)) {
    throw new ApiError('MEDIA_TYPE', demand === 'voice' ? { detail: NOT_VOICE } : {});
  }
  const isOgg = mimeType.startsWith('audio/ogg');
  if (demand === 'voice' && !isOgg) throw new ApiError('MEDIA_TYPE', { detail: NOT_VOICE });
  const file = await open(path, 'r');
  try {
    if (isOgg && !(await isMonoOpus(file))) {
      throw new ApiError('MEDIA_TYPE', { detail: demand === 'voice' ? NOT_VOICE : NOT_OPUS });
    }
    if (kind === 'video' && !(await isPlayable(file))) throw new ApiError('MEDIA_TYPE', { detail: NOT_H264 });
    if (kind === 'sticker') await assertSticker(file);
    return mimeType;
  } finally {
    await file.close();
  }
}

/** The first packet of an Ogg stream says what it carries (RFC 7845, section 5.1); its page has one segment. */
async function isMonoOpus(file: FileHandle): Promise<boolean> {
  const page = await readAt(file, 0, 38);
  return page.length === 38 && page.toString('latin1', 28, 36) === 'OpusHead' && page.readUInt8(37) === 1;
}

async function isPlayable(file: FileHandle): Promise<boolean> {
  const tracks = await mp4Tracks(file);
  const ofHandler = (handler: string): string[] =>
    (tracks ?? []).filter((track) => track.handler === handler).map(({ codec }) => codec);
  const video = ofHandler('vide');
  const audio = ofHandler('soun');
  const isH264 = video.length > 0 && video.every((codec) => codec === 'avc1' || codec === 'avc3');
  return isH264 && audio.length <= 1 && audio.every((codec) => codec === 'mp4a');
}

async function assertSticker(file: FileHandle): Promise<void> {
  const shape = await webpShape(file);
  if (shape?.width !== STICKER_SIDE || shape.height !== STICKER_SIDE) {
    throw new ApiError('MEDIA_TYPE', { detail: NOT_STICKER });
  }
  const { size } = await file.stat();
  if (!shape.isAnimated && size > STATIC_STICKER_MAX_BYTES) {
    throw new ApiError('MEDIA_TOO_LARGE', { detail: STICKER_TOO_LARGE });
  }
}
