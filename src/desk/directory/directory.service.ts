import { Injectable } from '@nestjs/common';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { AccountReachService, reachOf } from '../../channels/account/account-reach.service.js';
import { toReachDto } from '../../channels/domain/reach.dto.js';
import { decodeIdCursor, idPage } from '../../common/id-page.js';
import type { OperatorListDto, DeskChannelListDto } from './directory.dto.js';
import { DirectoryRepository, RowRange } from './directory.repository.js';

interface PageQuery {
  limit: number;
  cursor?: string;
}

/** Where an operator works, and with whom. */
@Injectable()
export class DirectoryService {
  constructor(
    private readonly directory: DirectoryRepository,
    private readonly reach: AccountReachService,
  ) {}

  async channels(user: Pick<AuthUser, 'id'>, query: PageQuery): Promise<DeskChannelListDto> {
    const range = rangeOf(query);
    const { items, ...cursors } = idPage(await this.directory.findChannels(user.id, range), range.cursor, query.limit);
    const reach = await this.reach.show(items.map(({ wabaId }) => wabaId));
    const channels = items.map(({ wabaId, ...channel }) => ({ ...channel, reach: toReachDto(reachOf(reach, wabaId)) }));
    return { channels, ...cursors };
  }

  /** Of a channel that is not the user's or not there the list is empty. */
  async operators(user: Pick<AuthUser, 'id'>, query: PageQuery & { channel?: number }): Promise<OperatorListDto> {
    const range = rangeOf(query);
    const { items, ...cursors } = idPage(
      await this.directory.findOperators(user.id, query.channel, range),
      range.cursor,
      query.limit,
    );
    return { operators: items, ...cursors };
  }
}

/** One row more than the page tells whether there is a next one. */
function rangeOf({ limit, cursor }: PageQuery): RowRange {
  return { cursor: cursor === undefined ? undefined : decodeIdCursor(cursor), howMany: limit + 1 };
}
