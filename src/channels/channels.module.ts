import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { AppConfig } from '../config/app-config.js';
import { EventsModule } from '../events/events.module.js';
import { AccountReachRepository } from './account/account-reach.repository.js';
import { AccountReachService } from './account/account-reach.service.js';
import { AccountUpdatesService } from './account/account-updates.service.js';
import { ChannelHealthRepository } from './account/channel-health.repository.js';
import { FreedPlaces } from './account/freed-places.service.js';
import { ChannelAdminService } from './channel-admin.service.js';
import { ChannelMembersService } from './channel-members.service.js';
import { ChannelViewService } from './channel-view.service.js';
import { ChannelRepository } from './channel.repository.js';
import { ChannelsController } from './channels.controller.js';
import { ChannelsService } from './channels.service.js';
import { MeController } from './me.controller.js';
import { MembersController } from './members.controller.js';
import { PauseChannelService } from './pause-channel.service.js';
import { TokenCipher } from './token-cipher.js';

@Module({
  imports: [AuditModule, AuthModule, EventsModule],
  controllers: [ChannelsController, MembersController, MeController],
  providers: [
    AccountReachRepository,
    AccountReachService,
    AccountUpdatesService,
    ChannelHealthRepository,
    FreedPlaces,
    ChannelAdminService,
    ChannelMembersService,
    ChannelViewService,
    ChannelRepository,
    ChannelsService,
    PauseChannelService,
    {
      provide: TokenCipher,
      inject: [AppConfig],
      useFactory: ({ encryptionKeys }: AppConfig) => new TokenCipher(encryptionKeys),
    },
  ],
  exports: [AccountReachService, AccountUpdatesService, ChannelAdminService, ChannelMembersService, ChannelsService],
})
export class ChannelsModule {}
