import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

@Entity('channel_members')
@Index('channel_members_user_id_idx', ['userId'])
export class ChannelMember {
  @ForeignKey('Channel', { onDelete: 'CASCADE', name: 'channel_members_channel_id_fkey' })
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'channel_members_pkey' })
  channelId!: number;

  @ForeignKey('User', { onDelete: 'CASCADE', name: 'channel_members_user_id_fkey' })
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'channel_members_pkey' })
  userId!: number;
}
