import { open, type FileHandle } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { ApiError } from '../../common/errors/api-error.js';
import { mediaRule, type MediaKind } from '../../waba-gateway/protocol/limits.js';
import { officeTypeOfCompoundFile } from './compound-file.js';
import { isReasonableSize, jpegSize, pngSize } from './image-size.js';
import { isPlainText } from './plain-text.js';
import { zipExpandedBytes } from './zip-expansion.js';

const IMAGE_TYPES = new Set(['image/jpeg', 'image/png']);

const OPEN_XML_TYPES = new Set([
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
]);

/** Two or five letters are all the magic these have ("BM", "MZ", "solid"), so ordinary text begins with them too. */
const WEAK_MAGIC = new Set(['image/bmp', 'application/x-msdownload', 'model/stl']);

/** Types a browser runs or renders as a page; named plainly they would tempt a caller to serve them. */
const ACTIVE_TYPE = /html|xml$|svg|javascript/;

/** Other names for what Meta takes. */
const SAME_AS: Readonly<Record<string, string>> = { 'audio/x-m4a': 'audio/mp4' };

/** An office file of 100 MiB unpacks to a few times that; a bomb to thousands of times. */
const MAX_EXPANDED_BYTES = 1024 * 1024 * 1024;
const MAX_EXPANSION_RATIO = 200;
const ALWAYS_ALLOWED_EXPANSION = 64 * 1024 * 1024;

/** Backstops for crafted files: the time of detection and the largest piece of it held in memory. */
const DETECTION_TIMEOUT_MS = 10_000;
const MAX_DETECTION_BUFFER = 4 * 1024 * 1024;

/**
 * The real MIME type of a file, judged by its bytes alone; null when it is unknown, empty, active content, an image
 * whose header is broken or claims absurd dimensions, or a zip bomb. Nothing is decoded or unpacked beyond 1 MiB.
 * Throws when the file cannot be read, and 503 OVERLOADED where the machine is too busy to tell within the time.
 */
export async function sniffMediaType(
  path: string,
  signal = AbortSignal.timeout(DETECTION_TIMEOUT_MS),
): Promise<string | null> {
  const file = await open(path, 'r');
  try {
    const detected = await detectByMagic(path, signal);
    if (detected === null || WEAK_MAGIC.has(detected)) return (await isPlainText(file)) ? 'text/plain' : detected;
    return await confirm(file, detected);
  } finally {
    await file.close();
  }
}

/** True when WhatsApp accepts a file of this real type for this kind of message (Meta's "Supported media types"). */
export function acceptsMediaType(kind: MediaKind, mime: string | null): boolean {
  return mime !== null && mediaRule(mime)?.kind === kind;
}

async function confirm(file: FileHandle, detected: string): Promise<string | null> {
  if (detected === 'application/x-cfb') return officeTypeOfCompoundFile(file);
  if (OPEN_XML_TYPES.has(detected)) return (await isZipBomb(file)) ? null : detected;
  if (IMAGE_TYPES.has(detected)) {
    const size = await (detected === 'image/png' ? pngSize(file) : jpegSize(file));
    return size !== null && isReasonableSize(size) ? detected : null;
  }
  return ACTIVE_TYPE.test(detected) ? null : detected;
}

async function isZipBomb(file: FileHandle): Promise<boolean> {
  const expanded = await zipExpandedBytes(file);
  if (expanded === null || expanded > MAX_EXPANDED_BYTES) return true;
  const { size } = await file.stat();
  return expanded > ALWAYS_ALLOWED_EXPANSION && expanded > size * MAX_EXPANSION_RATIO;
}

/** file-type throws on some crafted headers and on our buffer limit, which mean "unknown"; our own slowness says nothing of a file. */
async function detectByMagic(path: string, signal: AbortSignal): Promise<string | null> {
  try {
    const found = await fileTypeFromFile(path, { signal, maxBufferSize: MAX_DETECTION_BUFFER });
    return found === undefined ? null : (SAME_AS[found.mime] ?? found.mime);
  } catch {
    if (signal.aborted) throw new ApiError('OVERLOADED');
    return null;
  }
}
