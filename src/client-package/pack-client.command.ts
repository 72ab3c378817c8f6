import { dirname, join } from 'node:path';
import { findAbove } from '../common/find-above.js';
import { packClient } from './pack-client.js';

/** Packs what the build has compiled to `dist/client`. */
export async function packBuiltClient(): Promise<void> {
  const root = dirname(findAbove(import.meta.dirname, 'package.json'));
  await packClient({ root, compiled: join(root, 'dist/client'), tarball: join(root, 'dist/client.tgz') });
}
