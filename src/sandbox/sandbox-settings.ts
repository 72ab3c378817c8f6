import { resolve } from 'node:path';
import { ConfigurationError, Environment, EnvironmentReader } from '../config/environment.js';
import { StartRefusal } from '../database/start-refusal.js';

export interface SandboxSettings {
  /** Begin anew: database, files and secrets of this sandbox are removed first. */
  fresh: boolean;
  /** Where everything is kept between starts. */
  folder: string;
  /** 0 takes a free one, for tests. */
  port: number;
  /** Undefined where `GRAPH_API_URL` names the Graph API to use: then nothing is simulated. */
  simulatorPort: number | undefined;
  /** Undefined: PostgreSQL of our own. */
  databaseUrl: string | undefined;
}

/** Throws a `StartRefusal` for wrong arguments, a `ConfigurationError` for wrong variables. */
export function readSandboxSettings(args: readonly string[], environment: Environment): SandboxSettings {
  const unknown = args.find((argument) => argument !== '--fresh');
  if (unknown !== undefined) {
    throw new StartRefusal(
      `Unknown argument ${JSON.stringify(unknown)}: the only one is --fresh (npm start -- --fresh).`,
    );
  }
  const reader = new EnvironmentReader(environment);
  const range = { min: 0, max: 65_535 };
  const port = reader.integer('PORT', 3000, range);
  const simulatorPort = reader.integer('SIMULATOR_PORT', 4010, range);
  const isSimulated = reader.text('GRAPH_API_URL') === undefined;
  if (isSimulated && port === simulatorPort && port !== 0) {
    reader.problem('SIMULATOR_PORT', 'must differ from PORT');
  }
  const databaseUrl = reader.secret('DATABASE_URL');
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems);
  return {
    fresh: args.includes('--fresh'),
    folder: resolve(reader.text('SANDBOX_DIR') ?? '.sandbox'),
    port,
    simulatorPort: isSimulated ? simulatorPort : undefined,
    databaseUrl,
  };
}
