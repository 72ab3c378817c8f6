import { Injectable } from '@nestjs/common';
import { AccountReachService, reachOf } from './account/account-reach.service.js';
import type { Channel } from './channel.entity.js';
import { ChannelDto, toChannelDto } from './channels.dto.js';

/** Channels as admins see them. */
@Injectable()
export class ChannelViewService {
  constructor(private readonly reach: AccountReachService) {}

  async one(channel: Channel): Promise<ChannelDto> {
    return toChannelDto(channel, reachOf(await this.reach.show([channel.wabaId]), channel.wabaId));
  }

  async all(channels: readonly Channel[]): Promise<ChannelDto[]> {
    const reach = await this.reach.show(channels.map(({ wabaId }) => wabaId));
    return channels.map((channel) => toChannelDto(channel, reachOf(reach, channel.wabaId)));
  }
}
