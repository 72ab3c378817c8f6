import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from '../../src/common/clock.js';
import { Logger } from '../../src/common/logger.js';
import { MediaStore } from '../../src/media/storage/media-store.js';
import { TemporaryFiles } from '../../src/media/storage/temporary-files.js';
import { ThumbnailsService } from '../../src/media/thumbnails/thumbnails.service.js';
import { UploadJanitor } from '../../src/media/uploads/upload-janitor.service.js';
import { UploadsRepository } from '../../src/media/uploads/uploads.repository.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

/** So many are looked for at once. */
const BATCH = 500;

describe('expired uploads', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { LOG_LEVEL: 'fatal' } });
    // The application's own would be a second one.
    await desk.app.app.get(UploadJanitor, { strict: false }).beforeApplicationShutdown();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await desk.app.rows('delete from media');
  });

  afterAll(() => desk.close());

  /** One that is its own application's alone, so that it can be stopped. */
  function janitor(): UploadJanitor {
    const { app } = desk.app;
    return new UploadJanitor(
      app.get(UploadsRepository, { strict: false }),
      app.get(MediaStore, { strict: false }),
      app.get(TemporaryFiles, { strict: false }),
      app.get(ThumbnailsService, { strict: false }),
      app.get(Clock, { strict: false }),
      new Logger('silent'),
    );
  }

  /** `key` is where each of them lies, after its number. */
  async function insert(count: number, key: string): Promise<void> {
    await desk.app.rows(
      `insert into media (uploaded_by, state, mime_type, size, sha256, storage_key, created_at, expires_at)
       select $1, 'available', 'text/plain', 1, number || $3, $4 || lpad(number::text, 60, '0'), $2, $2 from generate_series(1, $5) as number`,
      [desk.operator.id, desk.app.clock.now(), key, key, count],
    );
  }

  it('are removed however many stand before them that cannot be', async () => {
    await insert(BATCH, 'another store’s/');
    await insert(1, '00/00/0000');
    await janitor().sweep();
    expect(await desk.app.rows(`select 1 from media where storage_key like '00/%'`)).toEqual([]);
    expect(await desk.count('media')).toBe(BATCH);
  });

  it('wait for the next process where this one is to end', async () => {
    await insert(3, '00/00/0000');
    const store = desk.app.app.get(MediaStore, { strict: false });
    const one = janitor();
    let ending: Promise<void> | undefined;
    jest.spyOn(store, 'removeIdle').mockImplementationOnce(async () => {
      ending = one.beforeApplicationShutdown();
      return true;
    });
    await one.sweep();
    await ending;
    expect(await desk.count('media')).toBe(2);
  });
});
