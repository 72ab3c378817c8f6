import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDatabase } from '../../../src/database/embedded/database-admin.js';
import { EmbeddedCluster } from '../../../src/database/embedded/embedded-cluster.js';
import { readPostmasterPid } from '../../../src/database/embedded/postmaster-pid.js';
import { childrenOf } from '../../../src/database/embedded/process-identity.js';
import { runMigrations } from '../../../src/database/migrations-runner.js';
import { makeTestFolder } from '../../support/test-folder.js';

const DATABASE = 'app';

/** A PostgreSQL that a test may kill, freeze and restart, with a migrated database; as durable as in life. */
export class OwnCluster {
  private constructor(
    private cluster: EmbeddedCluster,
    private readonly dataDir: string,
  ) {}

  static async start(): Promise<OwnCluster> {
    const dataDir = await makeTestFolder();
    const own = new OwnCluster(await startIn(dataDir), dataDir);
    await ensureDatabase(own.adminUrl, DATABASE);
    await runMigrations(own.url);
    return own;
  }

  get url(): string {
    return this.cluster.url(DATABASE);
  }

  get adminUrl(): string {
    return this.cluster.url('postgres');
  }

  /** As a crash does: nobody is told, nothing is written back. */
  async kill(): Promise<void> {
    const pid = await this.pid();
    const children = childrenOf(pid);
    for (const one of [pid, ...children]) signal(one, 'SIGKILL');
    await this.cluster.stop();
  }

  /** As `pg_ctl restart -m fast` does, up to where it starts again. */
  async stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    if (mode === 'immediate') signal(await this.pid(), 'SIGQUIT');
    await this.cluster.stop();
  }

  /** Begins again on the same port, after `kill` or `stop`. */
  async restart(): Promise<void> {
    this.cluster = await startIn(this.dataDir);
  }

  /** Stops every one of its processes where it stands; returns what lets them go on. */
  async freeze(): Promise<() => void> {
    const pid = await this.pid();
    // The postmaster first, or it would start more.
    signal(pid, 'SIGSTOP');
    const frozen = [pid, ...childrenOf(pid)];
    for (const one of frozen) signal(one, 'SIGSTOP');
    return () => frozen.forEach((one) => signal(one, 'SIGCONT'));
  }

  async remove(): Promise<void> {
    await this.cluster.stop();
    await EmbeddedCluster.remove(this.dataDir);
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private async pid(): Promise<number> {
    const state = await readPostmasterPid(join(this.cluster.folder, 'data'));
    if (state === undefined) throw new Error('this PostgreSQL is not running');
    return state.pid;
  }
}

function startIn(dataDir: string): Promise<EmbeddedCluster> {
  return EmbeddedCluster.start({ dataDir, settings: { max_connections: '100' }, log: () => undefined });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
