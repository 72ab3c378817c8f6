import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Class = new () => object;

/**
 * The classes that files of a folder export. TypeORM's own globs import through a function of its package, which under Jest belongs to
 * another module registry and yields classes that are not the ones the code uses; an import of ours never does.
 */
export async function importClasses(folder: string, names: RegExp): Promise<Class[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => names.test(file));
  const modules = await Promise.all(
    files.sort().map(async (file): Promise<Record<string, Class>> => import(pathToFileURL(join(folder, file)).href)),
  );
  return modules.flatMap((module) => Object.values(module));
}
