import { EmbeddedCluster } from '../../src/database/embedded/embedded-cluster.js';

/*
 * A process that owns a cluster, for tests that kill it:
 *   node --import ./test/support/ts-loader.mjs test/support/cluster-owner.ts <dataDir> [runtimeDir]
 * Prints one line of JSON ({url, folder, fresh} or {error}); ends in good order when its standard input closes.
 */
const [dataDir = '', runtimeDir] = process.argv.slice(2);
const say = (answer: Record<string, unknown>): boolean => process.stdout.write(`${JSON.stringify(answer)}\n`);

try {
  const cluster = await EmbeddedCluster.start({
    dataDir,
    ...(runtimeDir === undefined ? {} : { runtimeDir }),
    settings: { fsync: 'off' },
    log: () => undefined,
  });
  say({ url: cluster.url('postgres'), folder: cluster.folder, fresh: cluster.fresh });
  process.stdin.resume().once('end', () => void cluster.stop().then(() => process.stdin.destroy()));
} catch (error) {
  say({ error: String(error) });
}
