import { DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { AuthModule } from './auth/auth.module.js';
import { ChannelsModule } from './channels/channels.module.js';
import { ClientPackageModule } from './client-package/client-package.module.js';
import { Clock } from './common/clock.js';
import { CommonModule } from './common/common.module.js';
import { ProblemFilter } from './common/errors/problem.filter.js';
import { Logger } from './common/logger.js';
import { RequestValidationPipe } from './common/validation/validation.pipe.js';
import { AppConfig } from './config/app-config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DeskModule } from './desk/desk.module.js';
import type { DocsToken } from './docs/swagger-ui.js';
import { ErrorsModule } from './errors/errors.module.js';
import { HealthModule } from './health/health.module.js';
import { IntegrationsModule } from './integrations/integrations.module.js';
import type { MediaFetcherOptions } from './media/fetch/media-fetcher.js';
import { MediaModule } from './media/media.module.js';
import { MessagesModule } from './messages/messages.module.js';
import { RealtimeModule } from './realtime/realtime.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { WabaGatewayModule } from './waba-gateway/waba-gateway.module.js';
import { WebhookModule } from './webhook/webhook.module.js';

export interface AppParts {
  config: AppConfig;
  clock: Clock;
  logger: Logger;
  /** Hosts the sandbox and the tests serve themselves; nothing in production. */
  mediaFetching?: MediaFetcherOptions;
  /** With what Swagger UI is signed in from the start: the sandbox's operator. Never in production. */
  docsToken?: DocsToken;
}

@Module({})
export class AppModule {
  static forRoot({ config, clock, logger, mediaFetching }: AppParts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        CommonModule.forRoot({ clock, logger, publicUrl: config.publicUrl }),
        DatabaseModule,
        ErrorsModule,
        WabaGatewayModule.forRoot({
          baseUrl: config.graphApiUrl,
          version: config.graphApiVersion,
          ...(config.httpsProxy === undefined ? {} : { proxyUrl: config.httpsProxy }),
        }),
        AuthModule,
        ChannelsModule,
        MediaModule.forRoot(mediaFetching),
        MessagesModule,
        DeskModule,
        WebhookModule,
        RealtimeModule,
        IntegrationsModule.forRoot(mediaFetching),
        HealthModule,
        ClientPackageModule,
        RetentionModule,
      ],
      providers: [
        { provide: APP_FILTER, useExisting: ProblemFilter },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
      ],
    };
  }
}
