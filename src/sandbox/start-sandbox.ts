import { Environment } from '../config/environment.js';
import { withFreePorts } from './free-ports.js';
import { makeFolder, pathsIn, wipeFolder } from './sandbox-folder.js';
import { readSandboxSettings } from './sandbox-settings.js';
import { keepSecrets } from './secrets-file.js';
import { startPostgres } from './start-postgres.js';
import { StartedParts } from './started-parts.js';

export interface SandboxCall {
  args: readonly string[];
  environment: Environment;
  print: (line: string) => void;
  parts: StartedParts;
}

/**
 * Starts everything and prints where it is. Rejects with a sentence for a person, or with `StartInterrupted`. Ports come first: one that
 * is taken must cost nobody a database. The server's own modules are loaded while PostgreSQL starts, which saves a second.
 */
export async function startSandbox({ args, environment, print, parts }: SandboxCall): Promise<void> {
  const settings = await withFreePorts(readSandboxSettings(args, environment));
  const { folder, fresh, databaseUrl } = settings;
  await makeFolder(folder);
  if (fresh) await wipeFolder(folder);
  const secrets = await keepSecrets(folder);
  const loading = import('./serve-sandbox.js');
  const embeddedUrl =
    databaseUrl === undefined ? await startPostgres(parts, pathsIn(folder).postgres, print) : undefined;
  const { serveSandbox } = await loading;
  await serveSandbox({ settings, environment, secrets, embeddedUrl }, { print, parts });
}
