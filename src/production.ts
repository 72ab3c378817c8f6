import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app.js';
import { Clock } from './common/clock.js';
import { isError } from './common/is-error.js';
import { Logger } from './common/logger.js';
import { VERSION } from './common/version.js';
import { AppConfig } from './config/app-config.js';
import { ConfigurationError, Environment } from './config/environment.js';
import { loadConfig } from './config/load-config.js';
import { findPendingMigrations, runMigrations } from './database/migrations-runner.js';
import { ensureProductionDatabase } from './database/production-database.js';
import { StartRefusal } from './database/start-refusal.js';
import { ReadinessService } from './health/readiness.service.js';
import { Lifecycle } from './lifecycle.js';
import { terminalProcess } from './terminal-process.js';

/** Starts the server for real use. What is wrong with the environment is said in plain words on stderr, with exit code 1. */
export async function startProduction(environment: Environment): Promise<void> {
  try {
    const config = loadConfig(environment, 'production');
    const logger = new Logger(config.logLevel);
    const lifecycle = new Lifecycle(logger, terminalProcess());
    lifecycle.watch();
    await prepareDatabase(config, logger);
    await serve(config, logger, lifecycle);
  } catch (error) {
    const isPlain = error instanceof ConfigurationError || error instanceof StartRefusal;
    if (isPlain) process.stderr.write(`${error.message}\n`);
    else new Logger('error').failure('the server could not start', error);
    process.exit(1);
  }
}

async function prepareDatabase(config: AppConfig, logger: Logger): Promise<void> {
  for (const url of new Set([config.databaseAdminUrl, config.databaseUrl])) await ensureProductionDatabase(url);
  if (config.migrateOnStart) {
    const done = await runMigrations(config.databaseAdminUrl);
    if (done.length > 0) logger.info('migrated', { migrations: done });
    return;
  }
  const pending = await findPendingMigrations(config.databaseUrl);
  if (pending.length > 0) {
    throw new StartRefusal(
      `Migrations are pending (${pending.join(', ')}): run "npm run cli -- migrate" or set MIGRATE_ON_START=true.`,
    );
  }
}

async function serve(config: AppConfig, logger: Logger, lifecycle: Lifecycle): Promise<void> {
  const app = await createApp({ config, clock: new Clock(), logger });
  lifecycle.onStop(() => drain(app));
  await listen(app, config);
  logger.info('listening', { address: await app.getUrl(), publicUrl: config.publicUrl, version: VERSION });
}

async function drain(app: NestFastifyApplication): Promise<void> {
  app.get(ReadinessService).startDraining();
  await app.close();
}

async function listen(app: NestFastifyApplication, { port, host }: AppConfig): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const code = isError(error) && 'code' in error ? error.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL' && code !== 'ENOTFOUND') throw error;
    throw new StartRefusal(`Port ${port} of ${host} cannot be opened (${code}): choose others with PORT and HOST.`, {
      cause: error,
    });
  }
}
