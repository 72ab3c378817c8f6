/** Neither side of a thumbnail is longer, in pixels. */
export const THUMBNAIL_SIDE = 320;
export const THUMBNAIL_TYPE = 'image/webp';

const IMAGE_TYPES: ReadonlySet<string | null> = new Set(['image/jpeg', 'image/png', 'image/webp']);
/** It is read into memory; what WhatsApp takes as an image has at most 5 MiB, only as a document it may have more. */
const MAX_SOURCE_BYTES = 16 * 1024 * 1024;

/** Whether a file is an image of which a thumbnail is worth trying. */
export function mayHaveThumbnail({ mimeType, size }: { mimeType: string | null; size: number | null }): boolean {
  return IMAGE_TYPES.has(mimeType) && size !== null && size <= MAX_SOURCE_BYTES;
}
