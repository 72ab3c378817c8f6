import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccessPolicy } from '../../channels/domain/channel.js';
import { canWork } from '../../chats/domain/can-work.js';
import type { IdCursor } from '../../common/id-page.js';
import type { OperatorDto } from './directory.dto.js';

export interface OwnChannelRow {
  id: number;
  name: string;
  phoneNumberId: string;
  accessPolicy: AccessPolicy;
  paused: boolean;
  hasAccessToken: boolean;
  wabaId: string;
}

/** Which rows of a list that goes by id: from the cursor in its direction, so many at most. */
export interface RowRange {
  cursor: IdCursor | undefined;
  howMany: number;
}

/** What of the business and its people an operator is told. */
@Injectable()
export class DirectoryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The channels the user works in. */
  findChannels(userId: number, { cursor, howMany }: RowRange): Promise<OwnChannelRow[]> {
    const [order, isBeyond] = cursor?.direction === 'before' ? ['desc', '<'] : ['asc', '>'];
    return this.dataSource.query(
      `select channel.id, channel.name, channel.phone_number_id as "phoneNumberId", channel.access_policy as "accessPolicy",
         channel.paused_at is not null as paused, channel.access_token_encrypted is not null as "hasAccessToken", channel.waba_id as "wabaId"
       from channels channel join users viewer on viewer.id = $1 and ${canWork('viewer', 'channel.id')}
       where $2::bigint is null or channel.id ${isBeyond} $2
       order by channel.id ${order} limit $3`,
      [userId, cursor?.id, howMany],
    );
  }

  /** Who can work in a channel the user works in, or in that one of them; of an admin without a channel named: everybody. */
  findOperators(userId: number, channelId: number | undefined, range: RowRange): Promise<OperatorDto[]> {
    const { cursor, howMany } = range;
    const [order, isBeyond] = cursor?.direction === 'before' ? ['desc', '<'] : ['asc', '>'];
    return this.dataSource.query(
      `select colleague.id, colleague.name, colleague.email, colleague.role
       from users colleague join users viewer on viewer.id = $1 and viewer.disabled_at is null
       where colleague.disabled_at is null and ($2::bigint is null or colleague.id ${isBeyond} $2)
         and (($4::bigint is null and viewer.role = 'admin') or exists (
           select 1 from channels channel where ($4::bigint is null or channel.id = $4)
             and ${canWork('viewer', 'channel.id')} and ${canWork('colleague', 'channel.id')}))
       order by colleague.id ${order} limit $3`,
      [userId, cursor?.id, howMany, channelId],
    );
  }
}
