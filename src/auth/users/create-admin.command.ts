import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Clock } from '../../common/clock.js';
import { CommonModule } from '../../common/common.module.js';
import { Logger } from '../../common/logger.js';
import { AppConfig } from '../../config/app-config.js';
import { CommandCall, UsageError } from '../../config/command.js';
import { ConfigModule } from '../../config/config.module.js';
import { loadConfig } from '../../config/load-config.js';
import { DatabaseModule } from '../../database/database.module.js';
import { ensureProductionDatabase } from '../../database/production-database.js';
import { AuthModule } from '../auth.module.js';
import { FirstAdminService } from './first-admin.service.js';

interface AdminToCreate {
  email: string;
  name: string | undefined;
  password: string;
}

/** This command makes the admin it was told to make, and not the environment's as well. */
const NO_FIRST_ADMIN = {
  FIRST_ADMIN_EMAIL: undefined,
  FIRST_ADMIN_PASSWORD: undefined,
  FIRST_ADMIN_PASSWORD_FILE: undefined,
};

/**
 * `create-admin --email <email> [--name <name>] [--password-stdin]`: makes a user with the role admin. Without `--password-stdin` a
 * password is made up and printed, this once.
 */
export async function createAdmin({ args, environment, print, readInput }: CommandCall): Promise<number> {
  const options = readOptions(args);
  const given = options.isPasswordGiven ? (await readInput()).replace(/\r?\n$/, '') : undefined;
  const password = given ?? randomBytes(18).toString('base64url');
  const config = loadConfig({ ...environment, ...NO_FIRST_ADMIN }, 'production');
  await ensureProductionDatabase(config.databaseUrl);
  const { email, name } = options;
  if (!(await withFirstAdminService(config, { email, name, password }))) {
    print(`A user with the email ${email} exists already; nothing was changed.`);
    return 1;
  }
  print(`The admin ${email} can sign in.`);
  if (given === undefined) print(`Password: ${password}`);
  return 0;
}

function readOptions(args: string[]): { email: string; name: string | undefined; isPasswordGiven: boolean } {
  const options = {
    email: { type: 'string' },
    name: { type: 'string' },
    'password-stdin': { type: 'boolean' },
  } as const;
  try {
    const { values } = parseArgs({ args, options });
    if (values.email === undefined) throw new Error('--email is missing');
    return { email: values.email, name: values.name, isPasswordGiven: values['password-stdin'] === true };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** True when the admin was made; false when the email is taken. */
async function withFirstAdminService(config: AppConfig, { email, name, password }: AdminToCreate): Promise<boolean> {
  const logger = new Logger('error');
  @Module({
    imports: [
      ConfigModule.forRoot(config),
      CommonModule.forRoot({ clock: new Clock(), logger, publicUrl: config.publicUrl }),
      DatabaseModule,
      AuthModule,
    ],
  })
  class CreateAdminModule {}
  const context = await NestFactory.createApplicationContext(CreateAdminModule, { logger, abortOnError: false });
  try {
    const { created } = await context.get(FirstAdminService).ensure(email, password, name);
    return created;
  } finally {
    await context.close();
  }
}
