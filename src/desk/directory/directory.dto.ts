import { ApiProperty } from '@nestjs/swagger';
import { ROLES, type Role } from '../../auth/domain/role.js';
import { ACCESS_POLICIES, type AccessPolicy } from '../../channels/domain/channel.js';
import { ReachDto } from '../../channels/domain/reach.dto.js';
import { QueryIntField } from '../../common/validation/fields.js';
import { CursorField } from '../../common/validation/cursor-field.js';
import { PageDto } from '../page.dto.js';

export class ListOwnChannelsQueryDto {
  @QueryIntField({ description: 'How many channels at most.', default: 50, min: 1, max: 100 })
  limit: number = 50;

  @CursorField()
  cursor?: string;
}

export class DeskChannelDto {
  @ApiProperty({ type: 'integer', description: 'Id of the channel.', example: 1, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Name of the channel.', example: 'Support' })
  name!: string;

  @ApiProperty({ description: 'Meta’s id of the business number.', example: '106540352242922' })
  phoneNumberId!: string;

  @ApiProperty({
    description:
      'Which of its chats an operator sees: all, or their own and nobody’s. Supervisors and administrators see all.',
    enum: [...ACCESS_POLICIES],
    example: 'all_chats',
  })
  accessPolicy!: AccessPolicy;

  @ApiProperty({ description: 'Nothing is sent from it for now; what is written waits.', example: false })
  paused!: boolean;

  @ApiProperty({ description: 'It is connected to WhatsApp: else sending answers 500.', example: true })
  hasAccessToken!: boolean;

  @ApiProperty({ type: ReachDto, description: 'How much of the messaging limit is used up.' })
  reach!: ReachDto;
}

export class DeskChannelListDto extends PageDto {
  @ApiProperty({ type: [DeskChannelDto], maxItems: 100, description: 'The channels of this page, by id.' })
  channels!: DeskChannelDto[];
}

export class ListOperatorsQueryDto {
  @QueryIntField({ description: 'How many operators at most.', default: 50, min: 1, max: 100 })
  limit: number = 50;

  @CursorField()
  cursor?: string;

  @QueryIntField({
    description: 'Only those who can be given its chats: its members and the administrators.',
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
  })
  channel?: number;
}

export class OperatorDto {
  @ApiProperty({ type: 'integer', description: 'Id of the operator.', example: 5, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Name shown to colleagues.', example: 'Анна' })
  name!: string;

  @ApiProperty({ description: 'Email of the operator.', example: 'operator@example.com' })
  email!: string;

  @ApiProperty({ description: 'What they may do.', enum: [...ROLES], example: 'operator' })
  role!: Role;
}

export class OperatorListDto extends PageDto {
  @ApiProperty({ type: [OperatorDto], maxItems: 100, description: 'The operators of this page, by id.' })
  operators!: OperatorDto[];
}
