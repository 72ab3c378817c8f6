import { BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { pendingMigrations } from '../database/migrations-runner.js';
import { MediaStore } from '../media/storage/media-store.js';
import { SharedStoreService } from '../media/storage/shared-store.service.js';
import { ReadyDto } from './health.dto.js';

@Injectable()
export class ReadinessService implements BeforeApplicationShutdown {
  private isDraining = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly mediaStore: MediaStore,
    private readonly sharedStore: SharedStoreService,
  ) {}

  /** From the first signal on, load balancers are told to look elsewhere. */
  startDraining(): void {
    this.isDraining = true;
  }

  beforeApplicationShutdown(): void {
    this.startDraining();
  }

  async check(): Promise<ReadyDto> {
    const database = await passes(() => this.dataSource.query('select 1'));
    const migrations = database && (await passes(() => this.assertMigrated()));
    const canStore = await passes(() => this.mediaStore.check());
    // Without the database nobody knows, and that is told already.
    const media = canStore && (!migrations || (await passes(() => this.sharedStore.assertShared())));
    const ok = database && migrations && media && !this.isDraining;
    return { status: word(ok), checks: { database: word(database), migrations: word(migrations), media: word(media) } };
  }

  private async assertMigrated(): Promise<void> {
    const pending = await pendingMigrations(this.dataSource);
    if (pending.length > 0) throw new Error('migrations are pending');
  }
}

async function passes(check: () => Promise<unknown>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch {
    return false;
  }
}

function word(isOk: boolean): 'ok' | 'failing' {
  return isOk ? 'ok' : 'failing';
}
