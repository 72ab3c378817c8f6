import { ApiProperty } from '@nestjs/swagger';
import { HistoryMessageDto } from '../../messages/message.dto.js';
import { ReferralDto } from '../../messages/domain/referral.dto.js';
import { LabelDto } from '../labels/label.dto.js';

const TIME = { type: String, format: 'date-time' } as const;

export class ChatChannelDto {
  @ApiProperty({ type: 'integer', description: 'Id of the channel.', example: 1, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Name of the channel.', example: 'Support' })
  name!: string;
}

export class ChatCustomerDto {
  @ApiProperty({ type: 'integer', description: 'Id of the customer.', example: 77, minimum: 1 })
  id!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What operators call them, else the name of their WhatsApp profile.',
    example: 'Айгуль',
  })
  name!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Digits of the phone number; null for a customer who hides it.',
    example: '77011234567',
  })
  phone!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'WhatsApp’s business-scoped id of the customer.',
    example: null,
  })
  bsuid!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Their WhatsApp user name.', example: null })
  username!: string | null;
}

export class ServiceWindowDto {
  @ApiProperty({ description: 'Free-form messages may be sent now; else only templates.', example: true })
  open!: boolean;

  @ApiProperty({
    ...TIME,
    nullable: true,
    description: 'When it closes or closed: 24 h after the customer last wrote; null when they never did.',
    example: '2025-12-10T12:40:00.000Z',
  })
  expiresAt!: string | null;

  @ApiProperty({
    ...TIME,
    nullable: true,
    description: 'When the customer last wrote.',
    example: '2025-12-09T12:40:00.000Z',
  })
  lastInboundAt!: string | null;
}

export class AssigneeDto {
  @ApiProperty({ type: 'integer', description: 'Id of the operator.', example: 5, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Email of the operator.', example: 'operator@example.com' })
  email!: string;
}

export class ChatDto {
  @ApiProperty({ type: 'integer', description: 'Id of the chat.', example: 123, minimum: 1 })
  id!: number;

  @ApiProperty({ type: ChatChannelDto, description: 'The business number it runs over.' })
  channel!: ChatChannelDto;

  @ApiProperty({ type: ChatCustomerDto, description: 'With whom.' })
  customer!: ChatCustomerDto;

  @ApiProperty({
    type: HistoryMessageDto,
    nullable: true,
    description: 'As in the history; null in a chat without messages.',
  })
  lastMessage!: HistoryMessageDto | null;

  @ApiProperty({
    type: 'integer',
    description: 'Messages of the customer that no operator has read.',
    example: 2,
    minimum: 0,
  })
  unreadCount!: number;

  @ApiProperty({ type: ServiceWindowDto, description: 'The 24 hours in which anything may be sent.' })
  window!: ServiceWindowDto;

  @ApiProperty({ type: AssigneeDto, nullable: true, description: 'Whose chat it is; null when it is nobody’s.' })
  assignee!: AssigneeDto | null;

  @ApiProperty({ type: [LabelDto], description: 'By name.' })
  labels!: LabelDto[];

  @ApiProperty({
    enum: ['open', 'closed'],
    description: 'A message of the customer opens a closed chat.',
    example: 'open',
  })
  status!: string;

  @ApiProperty({
    description: 'The customer is blocked on this number: neither side reaches the other.',
    example: false,
  })
  blocked!: boolean;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 1,
    description:
      'The chat that took its place, where two customers turned out to be one person; nothing can be sent in this one any more.',
    example: null,
  })
  mergedInto!: number | null;

  @ApiProperty({
    type: ReferralDto,
    nullable: true,
    description: 'The advertisement the customer last came from; null where they wrote by themselves.',
  })
  referral!: ReferralDto | null;

  @ApiProperty({
    ...TIME,
    description: 'When something was last written, or the chat was made.',
    example: '2025-12-09T12:40:00.000Z',
  })
  lastActivityAt!: string;
}
