import { Injectable } from '@nestjs/common';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ChannelMembersService } from '../../channels/channel-members.service.js';
import { ApiError } from '../../common/errors/api-error.js';
import { decodeIdCursor, idPage } from '../../common/id-page.js';
import type { ChannelChangeDto, ChannelChangeListDto } from './channel-changes.dto.js';
import { ChannelChangeRow, ChannelChangesRepository } from './channel-changes.repository.js';

@Injectable()
export class ListChannelChangesService {
  constructor(
    private readonly members: ChannelMembersService,
    private readonly changes: ChannelChangesRepository,
  ) {}

  /** Throws 404 `CHANNEL_NOT_FOUND`, also for a channel a supervisor is no member of. */
  async list(
    actor: AuthUser,
    channelId: number,
    query: { limit: number; cursor?: string },
  ): Promise<ChannelChangeListDto> {
    const own = await this.members.channelsOf(actor);
    if (own.every(({ id }) => id !== channelId)) throw new ApiError('CHANNEL_NOT_FOUND');
    const cursor = query.cursor === undefined ? undefined : decodeIdCursor(query.cursor);
    const rows = await this.changes.findPage(channelId, cursor, query.limit + 1);
    const { items, ...cursors } = idPage(rows, cursor, query.limit);
    return { changes: items.map(toDto), ...cursors };
  }
}

function toDto({ sets, occurredAt, receivedAt, ...change }: ChannelChangeRow): ChannelChangeDto {
  const { quality = null, messagingLimit = null, nameStatus = null, accountStatus = null } = sets;
  return {
    ...change,
    sets: { quality, messagingLimit, nameStatus, accountStatus },
    occurredAt: occurredAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
  };
}
