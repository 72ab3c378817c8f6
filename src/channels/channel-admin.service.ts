import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import { RequestOrigin } from '../audit/domain/request-origin.js';
import { AuthUser } from '../auth/domain/auth-user.js';
import { ApiError } from '../common/errors/api-error.js';
import { transaction } from '../database/transaction.js';
import { AccessChanges } from '../events/access-changes.service.js';
import { violatedConstraint } from '../auth/domain/violated-constraint.js';
import { Channel } from './channel.entity.js';
import { ChannelRepository } from './channel.repository.js';
import { AccessPolicy, RateClass, ReadReceipts } from './domain/channel.js';
import { TokenCipher } from './token-cipher.js';

export interface ChannelToCreate {
  name: string;
  phoneNumberId: string;
  wabaId: string;
  wabaAccessToken?: string;
  rateClass?: RateClass;
  accessPolicy?: AccessPolicy;
  readReceipts?: ReadReceipts;
}

export interface ChannelUpdate {
  name?: string;
  wabaId?: string;
  /** Null takes it away. */
  wabaAccessToken?: string | null;
  rateClass?: RateClass;
  accessPolicy?: AccessPolicy;
  readReceipts?: ReadReceipts;
}

@Injectable()
export class ChannelAdminService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly channels: ChannelRepository,
    private readonly cipher: TokenCipher,
    private readonly audit: AuditService,
    private readonly access: AccessChanges,
  ) {}

  list(): Promise<Channel[]> {
    return this.channels.findAll();
  }

  /** Throws 409 `PHONE_NUMBER_ID_TAKEN`; which of two at once is first the unique index decides. */
  async create(
    actor: AuthUser,
    { wabaAccessToken, ...channel }: ChannelToCreate,
    origin: RequestOrigin,
  ): Promise<Channel> {
    try {
      return await transaction(this.dataSource, async (manager) => {
        const id = await this.channels.drawId(manager);
        const accessTokenEncrypted = wabaAccessToken === undefined ? null : this.cipher.encrypt(id, wabaAccessToken);
        const created = await this.channels.insert(manager, {
          rateClass: 'standard',
          accessPolicy: 'all_chats',
          readReceipts: 'on_read',
          ...channel,
          id,
          accessTokenEncrypted,
        });
        await this.audit.append(manager, {
          actorUserId: actor.id,
          action: 'channel.created',
          object: { type: 'channel', id },
          outcome: 'ok',
          origin,
          details: { ...channel, ...(wabaAccessToken === undefined ? {} : { tokenSet: true }) },
        });
        return created;
      });
    } catch (error) {
      if (violatedConstraint(error) !== 'channels_phone_number_id_key') throw error;
      throw new ApiError('PHONE_NUMBER_ID_TAKEN', { cause: error });
    }
  }

  /** Throws 404 `CHANNEL_NOT_FOUND`. */
  update(actor: AuthUser, id: number, update: ChannelUpdate, origin: RequestOrigin): Promise<Channel> {
    const { wabaAccessToken: token, ...visible } = update;
    return transaction(this.dataSource, async (manager) => {
      const sealed =
        token === undefined ? {} : { accessTokenEncrypted: token === null ? null : this.cipher.encrypt(id, token) };
      const before = await this.channels.lockPolicy(manager, id);
      const channel = await this.channels.update(manager, id, { ...visible, ...sealed });
      if (channel === null) throw new ApiError('CHANNEL_NOT_FOUND');
      await this.audit.append(manager, {
        actorUserId: actor.id,
        action: 'channel.updated',
        object: { type: 'channel', id },
        outcome: 'ok',
        origin,
        details: { ...visible, ...(token === undefined ? {} : { tokenSet: token !== null }) },
      });
      if (channel.accessPolicy !== before) await this.access.note(manager, { channelId: id });
      return channel;
    });
  }
}
