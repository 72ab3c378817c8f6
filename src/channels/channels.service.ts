import { Injectable } from '@nestjs/common';
import { ApiError } from '../common/errors/api-error.js';
import { ChannelRepository } from './channel.repository.js';
import type { RateClass } from './domain/channel.js';
import { TokenCipher } from './token-cipher.js';

/** What a call to Graph in a channel's name needs. */
export interface ChannelCredentials {
  phoneNumberId: string;
  wabaId: string;
  /** Null until an admin gives one: then nothing can be sent (`WABA_NOT_CONFIGURED`). */
  accessToken: string | null;
  rateClass: RateClass;
}

/** What other modules ask about channels. */
@Injectable()
export class ChannelsService {
  constructor(
    private readonly channels: ChannelRepository,
    private readonly cipher: TokenCipher,
  ) {}

  /** Throws 404 `CHANNEL_NOT_FOUND`; an Error where no key of `ENCRYPTION_KEYS` opens the token. */
  async credentialsOf(channelId: number): Promise<ChannelCredentials> {
    const channel = await this.channels.findById(channelId);
    if (channel === null) throw new ApiError('CHANNEL_NOT_FOUND');
    const { phoneNumberId, wabaId, rateClass, accessTokenEncrypted } = channel;
    const accessToken = accessTokenEncrypted === null ? null : this.cipher.decrypt(channelId, accessTokenEncrypted);
    return { phoneNumberId, wabaId, rateClass, accessToken };
  }

  /** Throws 404 `CHANNEL_NOT_FOUND`. */
  async assertExists(channelId: number): Promise<void> {
    if ((await this.channels.findById(channelId)) === null) throw new ApiError('CHANNEL_NOT_FOUND');
  }

  /** Channel ids by Meta's `phone_number_id`; numbers that are not ours are left out. */
  async findByPhoneNumberIds(phoneNumberIds: readonly string[]): Promise<Map<string, number>> {
    if (phoneNumberIds.length === 0) return new Map();
    const rows = await this.channels.findByPhoneNumberIds(phoneNumberIds);
    return new Map(rows.map(({ phoneNumberId, id }) => [phoneNumberId, id]));
  }
}
