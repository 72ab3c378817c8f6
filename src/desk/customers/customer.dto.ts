import { ApiProperty } from '@nestjs/swagger';
import { MARKETING_SOURCES, MarketingSource } from '../../chats/domain/marketing.js';
import { BooleanField, NullableTextField, QueryIntField } from '../../common/validation/fields.js';
import { ChatChannelDto, ChatDto } from '../chats/chat.dto.js';
import { CursorField } from '../../common/validation/cursor-field.js';
import { PageDto } from '../page.dto.js';

const TIME = { type: String, format: 'date-time' } as const;
const ID = { type: 'integer', minimum: 1 } as const;
const MAX_NAME = 120;

export const IDENTITY_KINDS = ['wa_id', 'bsuid', 'parent_bsuid'] as const;
export const CHANGE_KINDS = [
  'merged',
  'identity_gained',
  'identity_lost',
  'number_changed',
  'user_id_changed',
] as const;

export class RenameCustomerDto {
  @NullableTextField({
    description: 'What operators call them; null gives them the name of their WhatsApp profile back.',
    example: 'Айгуль, салон на Абая',
    max: MAX_NAME,
  })
  name!: string | null;
}

export class SetMarketingDto {
  @BooleanField({ description: 'True: they want no marketing messages.', example: true })
  optedOut!: boolean;
}

export class CustomerIdentityDto {
  @ApiProperty({ enum: [...IDENTITY_KINDS], description: 'Phone number, or one of WhatsApp’s ids.', example: 'wa_id' })
  kind!: string;

  @ApiProperty({ description: 'Digits of a phone number; an id as WhatsApp writes it.', example: '77011234567' })
  value!: string;

  @ApiProperty({ ...TIME, description: 'When they were first called so.', example: '2025-12-09T12:34:56.000Z' })
  since!: string;

  @ApiProperty({
    ...TIME,
    nullable: true,
    description: 'When they gave it up; null where it is theirs.',
    example: null,
  })
  until!: string | null;
}

export class CustomerMarketingDto {
  @ApiProperty({
    description: 'They want no marketing messages; none is sent to them from any number.',
    example: false,
  })
  optedOut!: boolean;

  @ApiProperty({ ...TIME, nullable: true, description: 'When that was last said; null if never.', example: null })
  since!: string | null;

  @ApiProperty({
    enum: [...MARKETING_SOURCES],
    nullable: true,
    description: 'Who said it: the customer in WhatsApp, WhatsApp by refusing a message, or an operator.',
    example: null,
  })
  source!: MarketingSource | null;
}

export class CustomerChangeDto {
  @ApiProperty({ ...TIME, description: 'When it happened, by WhatsApp’s clock.', example: '2025-12-09T12:34:56.000Z' })
  at!: string;

  @ApiProperty({
    enum: [...CHANGE_KINDS],
    description:
      '`merged`: another customer turned out to be this one; `identity_gained`, `identity_lost`: a number or an id moved here or away; `number_changed`, `user_id_changed`: as the customer told WhatsApp.',
    example: 'number_changed',
  })
  kind!: string;

  @ApiProperty({ type: String, nullable: true, description: 'How they were called before.', example: '77011234567' })
  from!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'How they are called since.', example: '77019999999' })
  to!: string | null;

  @ApiProperty({ ...ID, nullable: true, description: 'The other customer, where you see them.', example: null })
  customerId!: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'The message that told of it.', example: null })
  whatsappMessageId!: string | null;
}

export class CustomerChatDto {
  @ApiProperty({ ...ID, description: 'Id of the chat.', example: 123 })
  id!: number;

  @ApiProperty({ type: ChatChannelDto, description: 'The business number it runs over.' })
  channel!: ChatChannelDto;

  @ApiProperty({ ...ID, nullable: true, description: 'The chat that took its place.', example: null })
  mergedInto!: number | null;
}

export class CustomerDto {
  @ApiProperty({ ...ID, description: 'Id of the customer.', example: 77 })
  id!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What operators call them, else the name of their WhatsApp profile.',
    example: 'Айгуль',
  })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The name of their WhatsApp profile.', example: 'Айгуль' })
  profileName!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Digits of their phone number today; null for a customer who hides it.',
    example: '77011234567',
  })
  phone!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'WhatsApp’s business-scoped id of the customer today.',
    example: null,
  })
  bsuid!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Their WhatsApp user name.', example: null })
  username!: string | null;

  @ApiProperty({ type: [CustomerIdentityDto], description: 'Every name WhatsApp knows them by, the oldest first.' })
  identities!: CustomerIdentityDto[];

  @ApiProperty({ type: CustomerMarketingDto, description: 'What they want of marketing messages.' })
  marketing!: CustomerMarketingDto;

  @ApiProperty({
    type: [CustomerChangeDto],
    description: 'How they came to these names, the latest first; at most 100.',
  })
  changes!: CustomerChangeDto[];

  @ApiProperty({ type: [CustomerChatDto], description: 'Those of their chats that you see, the newest first.' })
  chats!: CustomerChatDto[];
}

export class ListCustomerChatsQueryDto {
  @QueryIntField({ description: 'How many chats at most.', default: 50, min: 1, max: 100 })
  limit: number = 50;

  @CursorField()
  cursor?: string;
}

export class CustomerChatListDto extends PageDto {
  @ApiProperty({ type: [ChatDto], description: 'The newest first, merged ones too.' })
  chats!: ChatDto[];
}
