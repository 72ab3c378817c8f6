import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppConfig } from '../config/app-config.js';
import { databaseOptions } from './database-options.js';
import { DatabasePulse } from './database-pulse.service.js';

/** The one connection pool of requests and workers; webhooks keep two connections of their own. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [AppConfig],
      useFactory: (config: AppConfig) => ({ ...databaseOptions(config.databaseUrl), retryAttempts: 0 }),
    }),
  ],
  providers: [DatabasePulse],
  exports: [TypeOrmModule],
})
export class DatabaseModule {}
