import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeTarball } from './domain/tarball.js';

export interface PackOptions {
  /** The project's root. */
  root: string;
  /** Where the client's modules were compiled to; it becomes the whole package. */
  compiled: string;
  /** Which file to write. */
  tarball: string;
}

/** Completes the compiled client to an npm package and packs it. Throws where it was not compiled, or its version is not the server's. */
export async function packClient({ root, compiled, tarball }: PackOptions): Promise<void> {
  const manifest = await readFile(join(root, 'client/package.json'), 'utf8');
  const { version }: { version: string } = JSON.parse(manifest);
  const server: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  if (version !== server.version) throw new Error(`The client is ${version}, the server ${server.version}.`);
  await writeFile(join(compiled, 'package.json'), manifest);
  // The compiler does not copy declarations that were none of its own making.
  const copies = ['client/src/schema.d.ts', 'client/README.md', 'LICENSE'];
  await Promise.all(
    copies.map(async (path) => {
      const content = await readFile(join(root, path));
      await writeFile(join(compiled, path.slice(path.lastIndexOf('/') + 1)), content);
    }),
  );
  const names = (await readdir(compiled)).filter((name) =>
    /\.js$|\.d\.ts$|^(package\.json|README\.md|LICENSE)$/.test(name),
  );
  if (!names.includes('index.js')) throw new Error(`There is no compiled client in ${compiled}.`);
  const files = await Promise.all(
    names.map(async (name) => ({ path: `package/${name}`, content: await readFile(join(compiled, name)) })),
  );
  const packed = makeTarball(files);
  await mkdir(dirname(tarball), { recursive: true });
  // Whoever reads it meanwhile reads the old one whole.
  const draft = `${tarball}.${createHash('sha256').update(compiled).digest('hex').slice(0, 8)}`;
  await writeFile(draft, packed);
  await rename(draft, tarball);
}
