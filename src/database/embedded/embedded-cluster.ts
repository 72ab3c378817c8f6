import { join, resolve } from 'node:path';
import { ClusterLock } from './cluster-lock.js';
import { type ClusterPlace, findPlace, removePlace, settlePlace } from './cluster-place.js';
import { type DataFolder, openDataFolder, SUPERUSER } from './data-folder.js';
import { withClient } from './database-admin.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { endPostmaster } from './end-process.js';
import { asEmbeddedPostgresError } from './failure-sentence.js';
import { type Postmaster, launch } from './postmaster.js';
import { prepareRuntime } from './postgres-runtime.js';
import { chooseRunAs, type RunAs } from './run-as.js';
import { endSurvivor } from './survivor.js';

export interface EmbeddedClusterOptions {
  /** The folder of the cluster (data, password, port, lock, log); made when missing. See findPlace for root. */
  dataDir: string;
  /** Without it the port of the last time, else a free one. */
  port?: number;
  /** Where the programs are copied to if their user cannot reach them. */
  runtimeDir?: string;
  /** PostgreSQL's settings beside ours, e.g. `{ fsync: 'off' }`. */
  settings?: Readonly<Record<string, string>>;
  /** Takes lines worth telling: a survivor that was ended, a postmaster that went away by itself. */
  log: (line: string) => void;
}

/** A PostgreSQL of our own on 127.0.0.1, for the sandbox and the tests. Every failure is an EmbeddedPostgresError. */
export class EmbeddedCluster {
  private stopping: Promise<void> | undefined;

  private constructor(
    private readonly postmaster: Postmaster,
    private readonly password: string,
    private readonly lock: ClusterLock,
    /** The folder that really holds the data. */
    readonly folder: string,
    /** True when the data was made by this start. */
    readonly fresh: boolean,
  ) {}

  /**
   * Starts the cluster, or makes it first. Ends a postmaster that a killed owner left behind, makes a half-made data
   * folder anew. Whoever starts it stops it: nothing here listens to signals.
   */
  static async start(options: EmbeddedClusterOptions): Promise<EmbeddedCluster> {
    const dataDir = resolve(options.dataDir);
    return owning(dataDir, async (place, lock, runAs) => {
      if (await endSurvivor(join(place.folder, 'data'))) {
        options.log('ended a PostgreSQL that was left running by a process that was killed');
      }
      await settlePlace(place);
      const runtime = await prepareRuntime({ runAs, runtimeDir: options.runtimeDir });
      const settings = options.settings ?? {};
      const isDurable = settings['fsync'] !== 'off';
      const opened = await openDataFolder({ folder: place.folder, runtime, runAs, isDurable });
      const { port } = options;
      const { folder } = place;
      const postmaster = await launch({ program: runtime.postgres, folder, data: opened.data, runAs, port, settings });
      const cluster = new EmbeddedCluster(postmaster, opened.password, lock, folder, opened.fresh);
      await cluster.proveLogin(opened);
      cluster.watch(options.log);
      return cluster;
    });
  }

  /** Removes the cluster with its data wherever it lies; a postmaster left by a killed owner is ended first. */
  static async remove(dataDir: string): Promise<void> {
    const asked = resolve(dataDir);
    await owning(asked, async (place) => {
      await endSurvivor(join(place.folder, 'data'));
      await removePlace(place);
    });
  }

  get port(): number {
    return this.postmaster.port;
  }

  /** The superuser's URL of that database, password included: not for logs. */
  url(database: string): string {
    return `postgresql://${SUPERUSER}:${this.password}@127.0.0.1:${this.port}/${encodeURIComponent(database)}`;
  }

  /** Ends PostgreSQL within 5 s and leaves no process; may be called more than once. */
  stop(): Promise<void> {
    this.stopping ??= endPostmaster(this.postmaster.pid).then(() => this.lock.release());
    return this.stopping;
  }

  private async proveLogin({ fresh }: DataFolder): Promise<void> {
    try {
      await withClient(this.url('postgres'), (client) => client.query('SELECT 1'));
    } catch (error) {
      await this.stop();
      const isPassword = (error as { code?: string }).code === '28P01' && !fresh;
      const sentence = isPassword
        ? `The password file in ${this.folder} does not fit its data: remove that folder to begin anew.`
        : `PostgreSQL started but does not answer on port ${this.port}.`;
      throw new EmbeddedPostgresError(sentence, { cause: error });
    }
  }

  private watch(log: (line: string) => void): void {
    const { process: child } = this.postmaster;
    // An owner that simply ends must not be kept alive by what it forgot to stop.
    child.unref();
    child.once('exit', () => {
      if (this.stopping === undefined) log(`PostgreSQL ended by itself; see ${join(this.folder, 'postgres.log')}`);
    });
  }
}

/** Does the work with the folder's lock held; a failure gives the lock back and becomes one sentence. */
async function owning<T>(
  dataDir: string,
  work: (place: ClusterPlace, lock: ClusterLock, runAs: RunAs | undefined) => Promise<T>,
): Promise<T> {
  let lock: ClusterLock | undefined;
  try {
    const runAs = await chooseRunAs(dataDir);
    const place = await findPlace(dataDir, runAs);
    lock = await ClusterLock.acquire(place.folder);
    return await work(place, lock, runAs);
  } catch (error) {
    await lock?.release();
    throw asEmbeddedPostgresError(error, dataDir);
  }
}
