import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartRefusal } from '../database/start-refusal.js';

export interface SandboxSecrets {
  JWT_SECRET: string;
  ENCRYPTION_KEYS: string;
  META_APP_SECRET: string;
  META_VERIFY_TOKEN: string;
  /** The demo channels' `wabaAccessToken`, which the simulator takes. */
  GRAPH_TOKEN: string;
}

const MAKERS: Readonly<Record<keyof SandboxSecrets, () => string>> = {
  JWT_SECRET: () => randomBytes(48).toString('base64url'),
  ENCRYPTION_KEYS: () => randomBytes(32).toString('base64'),
  META_APP_SECRET: () => randomBytes(16).toString('hex'),
  META_VERIFY_TOKEN: () => randomBytes(24).toString('hex'),
  GRAPH_TOKEN: () => `EAA${randomBytes(48).toString('hex')}`,
};

export function secretsPath(folder: string): string {
  return join(folder, 'secrets.json');
}

/** The sandbox's own secrets: made at the first start and kept, so that a token still works after a restart. */
export async function keepSecrets(folder: string): Promise<SandboxSecrets> {
  const path = secretsPath(folder);
  const kept = await readKept(path);
  const secrets = {
    JWT_SECRET: kept['JWT_SECRET'] ?? MAKERS.JWT_SECRET(),
    ENCRYPTION_KEYS: kept['ENCRYPTION_KEYS'] ?? MAKERS.ENCRYPTION_KEYS(),
    META_APP_SECRET: kept['META_APP_SECRET'] ?? MAKERS.META_APP_SECRET(),
    META_VERIFY_TOKEN: kept['META_VERIFY_TOKEN'] ?? MAKERS.META_VERIFY_TOKEN(),
    GRAPH_TOKEN: kept['GRAPH_TOKEN'] ?? MAKERS.GRAPH_TOKEN(),
  };
  if (Object.keys(MAKERS).some((name) => kept[name] === undefined)) await save(path, secrets);
  return secrets;
}

async function readKept(path: string): Promise<Partial<Record<string, string>>> {
  try {
    const kept: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof kept !== 'object' || kept === null) throw new SyntaxError('no object');
    return Object.fromEntries(
      Object.entries(kept).flatMap(([name, value]: [string, unknown]) =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new StartRefusal(`${path} cannot be read: begin anew with npm start -- --fresh.`, { cause: error });
  }
}

/** Whole or not at all: a start that is killed here must not leave half a file behind. */
async function save(path: string, secrets: SandboxSecrets): Promise<void> {
  const unfinished = `${path}.new`;
  await writeFile(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, path);
}
