import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import { RequestOrigin } from '../audit/domain/request-origin.js';
import { AuthUser } from '../auth/domain/auth-user.js';
import { UserDepartures } from '../auth/users/user-departures.service.js';
import { ApiError } from '../common/errors/api-error.js';
import { transaction } from '../database/transaction.js';
import { AccessChanges } from '../events/access-changes.service.js';
import { violatedConstraint } from '../auth/domain/violated-constraint.js';
import { Channel } from './channel.entity.js';
import { ChannelRepository, MemberRow } from './channel.repository.js';

export interface Membership {
  channelId: number;
  userId: number;
}

/** Who belongs to which channel. To add a member twice, or to remove somebody who is none, changes nothing and is no error. */
@Injectable()
export class ChannelMembersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly channels: ChannelRepository,
    private readonly audit: AuditService,
    private readonly departures: UserDepartures,
    private readonly access: AccessChanges,
  ) {}

  /** Throws 404 `CHANNEL_NOT_FOUND`. */
  async list(channelId: number): Promise<MemberRow[]> {
    if ((await this.channels.findById(channelId)) === null) throw new ApiError('CHANNEL_NOT_FOUND');
    return this.channels.findMembers(channelId);
  }

  /** The channels a user may work in: an admin's are all of them. */
  async channelsOf({ id, role }: AuthUser): Promise<Pick<Channel, 'id' | 'name'>[]> {
    const channels = role === 'admin' ? await this.channels.findAll() : await this.channels.findOfMember(id);
    return channels.map(({ id, name }) => ({ id, name }));
  }

  /** Throws 404 `CHANNEL_NOT_FOUND` or `USER_NOT_FOUND`. */
  async add(actor: AuthUser, membership: Membership, origin: RequestOrigin): Promise<void> {
    const { channelId, userId } = membership;
    try {
      await transaction(this.dataSource, async (manager) => {
        const isNew = await this.channels.addMember(manager, channelId, userId);
        await this.record(manager, 'channel.member_added', { actor, membership, origin });
        if (isNew) await this.access.note(manager, membership);
      });
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (constraint === 'channel_members_channel_id_fkey') throw new ApiError('CHANNEL_NOT_FOUND', { cause: error });
      if (constraint === 'channel_members_user_id_fkey') throw new ApiError('USER_NOT_FOUND', { cause: error });
      throw error;
    }
  }

  /** Their chats in the channel become nobody's. Throws 404 `CHANNEL_NOT_FOUND`. */
  async remove(actor: AuthUser, membership: Membership, origin: RequestOrigin): Promise<void> {
    const { channelId, userId } = membership;
    await transaction(this.dataSource, async (manager) => {
      const wasMember = await this.channels.removeMember(manager, channelId, userId);
      if (!wasMember && !(await this.channels.exists(manager, channelId))) throw new ApiError('CHANNEL_NOT_FOUND');
      await this.record(manager, 'channel.member_removed', { actor, membership, origin });
      if (!wasMember) return;
      await this.departures.announce(manager, { userId, actor, origin });
      await this.access.note(manager, { userId, channelId });
    });
  }

  private record(
    manager: EntityManager,
    action: string,
    { actor, membership, origin }: { actor: AuthUser; membership: Membership; origin: RequestOrigin },
  ): Promise<void> {
    return this.audit.append(manager, {
      actorUserId: actor.id,
      action,
      object: { type: 'channel', id: membership.channelId },
      outcome: 'ok',
      origin,
      details: { userId: membership.userId },
    });
  }
}
