import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager, In, IsNull, Not } from 'typeorm';
import { Role } from '../auth/domain/role.js';
import { Clock } from '../common/clock.js';
import { Channel } from './channel.entity.js';
import type { AccessPolicy } from './domain/channel.js';

/** What Meta tells us of a number, and nobody gives. */
const UNTOLD = { displayPhoneNumber: null, quality: null, messagingLimit: null, nameStatus: null, accountStatus: null };

export type NewChannel = Omit<Channel, 'createdAt' | 'updatedAt' | 'pausedAt' | keyof typeof UNTOLD>;
export type ChannelChange = Partial<Omit<NewChannel, 'id' | 'phoneNumberId'>>;

/** A member of a channel, as its list shows them. */
export interface MemberRow {
  id: number;
  email: string;
  name: string;
  role: Role;
}

@Injectable()
export class ChannelRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The id of a channel to be inserted: its access token is sealed together with it. */
  async drawId(manager: EntityManager): Promise<number> {
    const [row]: { id: number }[] = await manager.query(
      `select nextval(pg_get_serial_sequence('channels', 'id')) as id`,
    );
    if (row === undefined) throw new Error('the sequence of channels gave no id');
    return row.id;
  }

  /** Throws the driver's unique violation of `channels_phone_number_id_key` where the number is taken. */
  async insert(manager: EntityManager, channel: NewChannel): Promise<Channel> {
    const now = this.clock.now();
    const row = manager.create(Channel, { ...channel, ...UNTOLD, pausedAt: null, createdAt: now, updatedAt: now });
    await manager.insert(Channel, row);
    return row;
  }

  /** The channel's access policy, which nobody else changes until the transaction ends. */
  async lockPolicy(manager: EntityManager, id: number): Promise<AccessPolicy | undefined> {
    const channel = await manager.findOne(Channel, { where: { id }, lock: { mode: 'for_no_key_update' } });
    return channel?.accessPolicy;
  }

  /** The channel as it is then, or null where there is none. */
  async update(manager: EntityManager, id: number, change: ChannelChange): Promise<Channel | null> {
    await manager.update(Channel, { id }, { ...change, updatedAt: this.clock.now() });
    return manager.findOneBy(Channel, { id });
  }

  /** Whether that changed anything. */
  async setPaused(manager: EntityManager, id: number, isPaused: boolean): Promise<boolean> {
    const now = this.clock.now();
    const { affected } = await manager.update(
      Channel,
      { id, pausedAt: isPaused ? IsNull() : Not(IsNull()) },
      { pausedAt: isPaused ? now : null, updatedAt: now },
    );
    return affected === 1;
  }

  findAll(): Promise<Channel[]> {
    return this.dataSource.getRepository(Channel).find({ order: { id: 'ASC' } });
  }

  findById(id: number): Promise<Channel | null> {
    return this.dataSource.getRepository(Channel).findOneBy({ id });
  }

  exists(manager: EntityManager, id: number): Promise<boolean> {
    return manager.existsBy(Channel, { id });
  }

  findByPhoneNumberIds(phoneNumberIds: readonly string[]): Promise<Pick<Channel, 'id' | 'phoneNumberId'>[]> {
    return this.dataSource
      .getRepository(Channel)
      .find({ select: { id: true, phoneNumberId: true }, where: { phoneNumberId: In([...phoneNumberIds]) } });
  }

  findOfMember(userId: number): Promise<Pick<Channel, 'id' | 'name'>[]> {
    return this.dataSource.query(
      `select c.id, c.name from channels c join channel_members m on m.channel_id = c.id where m.user_id = $1 order by c.id`,
      [userId],
    );
  }

  findMembers(channelId: number): Promise<MemberRow[]> {
    return this.dataSource.query(
      `select u.id, u.email, u.name, u.role from users u join channel_members m on m.user_id = u.id where m.channel_id = $1 order by u.id`,
      [channelId],
    );
  }

  /** Whether they were not a member before. Throws the driver's foreign key violation where one of the two does not exist. */
  async addMember(manager: EntityManager, channelId: number, userId: number): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `insert into channel_members (channel_id, user_id) values ($1, $2) on conflict do nothing returning user_id`,
      [channelId, userId],
    );
    return rows.length > 0;
  }

  /** Whether they were a member before. */
  async removeMember(manager: EntityManager, channelId: number, userId: number): Promise<boolean> {
    const [, count]: [unknown, number] = await manager.query(
      'delete from channel_members where channel_id = $1 and user_id = $2',
      [channelId, userId],
    );
    return count > 0;
  }
}
