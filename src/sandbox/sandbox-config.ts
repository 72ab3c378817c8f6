import { AppConfig } from '../config/app-config.js';
import { Environment } from '../config/environment.js';
import { loadConfig } from '../config/load-config.js';
import { pathsIn } from './sandbox-folder.js';
import type { SandboxSettings } from './sandbox-settings.js';
import type { SandboxSecrets } from './secrets-file.js';

const SECRET_NAMES = ['JWT_SECRET', 'ENCRYPTION_KEYS', 'META_APP_SECRET', 'META_VERIFY_TOKEN'] as const;

export interface ConfigParts {
  settings: SandboxSettings;
  environment: Environment;
  secrets: SandboxSecrets;
  /** Of our own PostgreSQL; undefined where `DATABASE_URL` names another one. */
  embeddedUrl: string | undefined;
}

/** The server's configuration: the environment as in production, our own secrets and places where it says nothing, loopback always. */
export function sandboxConfig({ settings, environment, secrets, embeddedUrl }: ConfigParts): AppConfig {
  const { port, folder, simulatorPort } = settings;
  const isGiven = (name: string): boolean => Boolean(environment[name]?.trim() || environment[`${name}_FILE`]?.trim());
  const ownSecrets = SECRET_NAMES.filter((name) => !isGiven(name)).map((name) => [name, secrets[name]]);
  return loadConfig(
    {
      ...environment,
      ...Object.fromEntries(ownSecrets),
      PORT: String(port),
      HOST: '127.0.0.1',
      MEDIA_DIR: pathsIn(folder).media,
      ...(embeddedUrl === undefined ? {} : onlyDatabase(embeddedUrl)),
      // The simulator is on this machine, where no proxy leads.
      ...(simulatorPort === undefined
        ? {}
        : { GRAPH_API_URL: `http://127.0.0.1:${simulatorPort}`, HTTPS_PROXY: undefined }),
    },
    'sandbox',
  );
}

function onlyDatabase(url: string): Environment {
  return {
    DATABASE_URL: url,
    DATABASE_URL_FILE: undefined,
    DATABASE_ADMIN_URL: undefined,
    DATABASE_ADMIN_URL_FILE: undefined,
  };
}
