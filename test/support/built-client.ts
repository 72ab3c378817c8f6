import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packClient } from '../../src/client-package/pack-client.js';
import { makeTestFolder } from './test-folder.js';

const ROOT = join(import.meta.dirname, '../..');

export interface BuiltClient {
  /** Its modules, with everything else of the package. */
  folder: string;
  tarball: string;
  remove: () => Promise<void>;
}

/** Compiles and packs the client as the build does, in a folder of its own unless told where the tarball goes. */
export async function buildClient(tarball?: string): Promise<BuiltClient> {
  const folder = await makeTestFolder();
  const compiled = join(folder, 'client');
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const args = ['-p', join(ROOT, 'client'), '--outDir', compiled, '--incremental', 'false'];
  await promisify(execFile)(process.execPath, [tsc, ...args, '--tsBuildInfoFile', 'null']);
  const packed = tarball ?? join(folder, 'client.tgz');
  await packClient({ root: ROOT, compiled, tarball: packed });
  return { folder: compiled, tarball: packed, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Where the server looks for it. */
export const SERVED_TARBALL = join(ROOT, 'dist/client.tgz');
