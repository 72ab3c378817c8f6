import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Where a file or folder of this package is that nobody compiles: sources stand below `src` or `dist/src`, so it is looked for in `folder`
 * and everything above. Where it is nowhere, the last place looked at.
 */
export function findAbove(folder: string, path: string): string {
  const found = join(folder, path);
  return existsSync(found) || dirname(folder) === folder ? found : findAbove(dirname(folder), path);
}
