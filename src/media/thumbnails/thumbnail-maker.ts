import type sharp from 'sharp';
import { ApiError } from '../../common/errors/api-error.js';
import { isError } from '../../common/is-error.js';
import { Logger } from '../../common/logger.js';
import { THUMBNAIL_SIDE } from '../domain/thumbnail-rules.js';

/** `late`: it ran out of time, which says nothing of the image. */
export type MadeThumbnail = { kind: 'made'; bytes: Buffer } | { kind: 'broken' | 'late' | 'unavailable' };

type Sharp = typeof sharp;

/**
 * The largest image that is decoded. What costs memory is not the file: a progressive JPEG of this size takes some 150 MB while it is
 * read, whatever the size of the thumbnail.
 */
const MAX_PIXELS = 25_000_000;
const TIMEOUT_SECONDS = 10;
/** As libvips says it; other lines may follow. */
const TIMED_OUT = /^timeout: /m;
const MAX_WAITING = 200;
const QUALITY = 75;
/** What else libvips reads (SVG, PDF, whatever its build knows) is nothing a customer should be able to feed it. */
const LOADERS = ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'];

/** Makes small pictures of images whose bytes are not to be trusted, one at a time. `load` brings sharp, which not every platform has. */
export class ThumbnailMaker {
  private loading: Promise<Sharp | null> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private isMissing = false;

  constructor(
    private readonly logger: Logger,
    private readonly load: () => Promise<{ default: Sharp }>,
  ) {}

  /** False once sharp could not be loaded. */
  get isAvailable(): boolean {
    return !this.isMissing;
  }

  /**
   * WebP of at most 320 px, upright as its EXIF says and without any of it; of a moving sticker the first picture. `read` is asked when
   * its turn has come, so that images wait on disk. Throws what it throws, and 503 `OVERLOADED` where too many wait.
   */
  async make(read: () => Promise<Buffer>): Promise<MadeThumbnail> {
    if (this.waiting >= MAX_WAITING) throw new ApiError('OVERLOADED');
    this.waiting += 1;
    const made = this.last.then(() => this.makeNow(read));
    this.last = made.catch(() => undefined);
    try {
      return await made;
    } finally {
      this.waiting -= 1;
    }
  }

  private async makeNow(read: () => Promise<Buffer>): Promise<MadeThumbnail> {
    const loaded = await (this.loading ??= this.loadOnce());
    if (loaded === null) return { kind: 'unavailable' };
    const image = await read();
    try {
      return { kind: 'made', bytes: await shrink(loaded, image) };
    } catch (error) {
      return { kind: isError(error) && TIMED_OUT.test(error.message) ? 'late' : 'broken' };
    }
  }

  private async loadOnce(): Promise<Sharp | null> {
    try {
      const { default: loaded } = await this.load();
      loaded.cache(false);
      loaded.concurrency(1);
      loaded.block({ operation: ['VipsForeignLoad'] });
      loaded.unblock({ operation: LOADERS });
      return loaded;
    } catch (error) {
      this.isMissing = true;
      this.logger.failure('there are no thumbnails: sharp cannot be loaded here', error);
      return null;
    }
  }
}

function shrink(loaded: Sharp, image: Buffer): Promise<Buffer> {
  return loaded(image, { failOn: 'error', sequentialRead: true, limitInputPixels: MAX_PIXELS, pages: 1 })
    .autoOrient()
    .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .timeout({ seconds: TIMEOUT_SECONDS })
    .toBuffer();
}
