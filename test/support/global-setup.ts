// Jest loads this file itself as CommonJS and does not map './x.js' to './x.ts': everything else comes through the loader.
import { importTs } from './ts-loader.mjs';
import type { SharedCluster } from './shared-cluster.js';

declare global {
  // The teardown is another module, loaded apart; only the global object is common to both.
  var sharedCluster: SharedCluster | undefined;
}

/** Starts the run's PostgreSQL; Jest calls this once, however many of the projects that name it take part. */
async function globalSetup(): Promise<void> {
  const url = new URL('shared-cluster.ts', import.meta.url);
  const { startSharedCluster } = (await importTs(url)) as typeof import('./shared-cluster.js');
  const starting = startSharedCluster();
  stopOnSignal(starting);
  globalThis.sharedCluster = await starting;
  process.env['TEST_DATABASE_ADMIN_URL'] = globalThis.sharedCluster.adminUrl;
}

/** Jest does not call the teardown when it is interrupted. */
function stopOnSignal(starting: Promise<SharedCluster>): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => {
      void starting
        .then((cluster) => cluster.stop())
        .catch(() => undefined)
        .finally(() => process.exit(code));
    });
  }
}

// eslint-disable-next-line import/no-default-export -- Jest takes the default export
export default globalSetup;
