import { EntityManager } from 'typeorm';
import { AcquiredFile, MediaService } from '../../media/media.service.js';
import { Message } from '../../messages/message.entity.js';
import { DEMO_FILES, type DemoFile } from './beats.js';

/** The files of the demo data, in the store. */
export class DemoFiles {
  private constructor(
    private readonly media: MediaService | undefined,
    private readonly files: ReadonlyMap<DemoFile, AcquiredFile>,
  ) {}

  /** Takes them through the same door as an operator's `mediaUrl`. Without `media` there are none. */
  static async acquire(media: MediaService | undefined): Promise<DemoFiles> {
    if (media === undefined) return new DemoFiles(undefined, new Map());
    const names = Object.keys(DEMO_FILES) as DemoFile[];
    const files = names.map(async (name): Promise<[DemoFile, AcquiredFile]> => {
      return [name, await media.acquire({ url: `https://example.com/${name}` }, DEMO_FILES[name])];
    });
    return new DemoFiles(media, new Map(await Promise.all(files)));
  }

  /** The id of a file's row, made for this message; null where it carries none. */
  async insertFor(manager: EntityManager, message: Message, name: DemoFile | undefined): Promise<number | null> {
    const file = name === undefined ? undefined : this.files.get(name);
    if (file === undefined || this.media === undefined) return null;
    const { chatId, createdAt, details } = message;
    const filename = message.filename ?? (typeof details['filename'] === 'string' ? details['filename'] : null);
    return this.media.insert(manager, { chatId, file, filename, createdAt });
  }
}
