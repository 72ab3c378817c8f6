/** Neither side of a thumbnail is longer, in pixels. */
export const THUMBNAIL_SIDE = 320;
export const THUMBNAIL_TYPE = 'image/webp';

const IMAGE_TYPES: ReadonlySet<string | null> = new Set(['image/jpeg', 'image/png', 'image/webp']);
/** It is read into memory; what WhatsApp takes as an image has at most 5 MiB, only as a document it may have more. */
const MAX_SOURCE_BYTES = 16 * 1024 * 1024;

const MINUTE_MS = 60_000;
/** After each try that ran out of time: what was too slow today may have met a busy machine. */
const WAITS_MS = [MINUTE_MS, 10 * MINUTE_MS, 60 * MINUTE_MS];

/** When making a thumbnail that ran out of time is tried again after so many tries; null where it is given up. */
export function nextThumbnailTry(tries: number, now: Date): Date | null {
  const wait = WAITS_MS[tries - 1];
  return wait === undefined ? null : new Date(now.getTime() + wait);
}

/** Whether a file is an image of which a thumbnail is worth trying. */
export function mayHaveThumbnail({ mimeType, size }: { mimeType: string | null; size: number | null }): boolean {
  return IMAGE_TYPES.has(mimeType) && size !== null && size <= MAX_SOURCE_BYTES;
}
