import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';
import { ROLES, type Role } from '../auth/domain/role.js';
import { Check, EnumField, FieldDoc, PatternField, TextField } from '../common/validation/fields.js';
import { ACCOUNT_STATUSES } from '../waba-gateway/protocol/account-update.js';
import { Channel } from './channel.entity.js';
import {
  ACCESS_POLICIES,
  RATE_CLASSES,
  READ_RECEIPTS,
  type AccessPolicy,
  type RateClass,
  type ReadReceipts,
} from './domain/channel.js';
import { type Reach, ReachDto, toReachDto } from './domain/reach.dto.js';

const MAX_NAME = 100;
const META_ID = /^\d{1,32}$/;
const EXAMPLE_TOKEN = 'EAAGm0PX4ZCpsBAKZC';
/** It travels in a header: what cannot stand there is no token. */
const ACCESS_TOKEN = /^[\x21-\x7e]{1,4096}$/;
const TOKEN_MESSAGE = {
  en: 'must be an access token: visible ASCII without spaces',
  ru: 'должно быть токеном доступа: видимые символы ASCII без пробелов',
};
const TOKEN_SCHEMA = { writeOnly: true, minLength: 1, maxLength: 4096 };

/** An id Meta gave, which it writes as a text of digits. */
function MetaIdField(doc: FieldDoc<string>): PropertyDecorator {
  return PatternField({
    ...doc,
    code: 'META_ID',
    test: (text) => META_ID.test(text),
    message: { en: 'must be a text of 1 to 32 digits', ru: 'должно быть строкой из 1–32 цифр' },
    schema: { pattern: META_ID.source },
  });
}

function RateClassField(): PropertyDecorator {
  return EnumField({
    description:
      'What Meta lets the number do, in and out together: 20 (`coexistence`), 80 or 1,000 messages a second.',
    values: RATE_CLASSES,
    example: 'standard',
    optional: true,
  });
}

function AccessPolicyField(): PropertyDecorator {
  return EnumField({
    description: 'Which chats of the channel its operators see. Supervisors see all of them.',
    values: ACCESS_POLICIES,
    example: 'all_chats',
    optional: true,
  });
}

function ReadReceiptsField(): PropertyDecorator {
  return EnumField({
    description:
      'Whether customers see that operators have read what they wrote: the blue ticks of WhatsApp. `never` also means that nobody sees us typing.',
    values: READ_RECEIPTS,
    example: 'on_read',
    optional: true,
  });
}

/** A new token, or null to take the present one away. */
function AccessTokenOrNullField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: String,
      nullable: true,
      description: 'A new access token; null takes the present one away. Never shown again.',
      example: EXAMPLE_TOKEN,
      ...TOKEN_SCHEMA,
    }),
    ValidateIf((_, value) => value !== undefined && value !== null),
    Check({
      code: 'ACCESS_TOKEN',
      test: (value) => typeof value === 'string' && ACCESS_TOKEN.test(value),
      message: TOKEN_MESSAGE,
    }),
  );
}

export class CreateChannelDto {
  @TextField({ description: 'Name shown to operators.', example: 'Shop', max: MAX_NAME })
  name!: string;

  @MetaIdField({ description: "Meta's id of the business number.", example: '106540352242922' })
  phoneNumberId!: string;

  @MetaIdField({ description: "Meta's id of the WhatsApp Business Account.", example: '102290129340398' })
  wabaId!: string;

  @PatternField({
    description:
      "Access token of the channel's system user; kept encrypted and never shown again. Without it nothing can be sent.",
    example: EXAMPLE_TOKEN,
    optional: true,
    code: 'ACCESS_TOKEN',
    test: (text) => ACCESS_TOKEN.test(text),
    message: TOKEN_MESSAGE,
    schema: TOKEN_SCHEMA,
  })
  wabaAccessToken?: string;

  @RateClassField()
  rateClass?: RateClass;

  @AccessPolicyField()
  accessPolicy?: AccessPolicy;

  @ReadReceiptsField()
  readReceipts?: ReadReceipts;
}

export class UpdateChannelDto {
  @TextField({ description: 'Another name.', example: 'Shop', max: MAX_NAME, optional: true })
  name?: string;

  @MetaIdField({
    description: "Meta's id of the WhatsApp Business Account.",
    example: '102290129340398',
    optional: true,
  })
  wabaId?: string;

  @AccessTokenOrNullField()
  wabaAccessToken?: string | null;

  @RateClassField()
  rateClass?: RateClass;

  @AccessPolicyField()
  accessPolicy?: AccessPolicy;

  @ReadReceiptsField()
  readReceipts?: ReadReceipts;
}

export class ChannelDto {
  @ApiProperty({ type: 'integer', format: 'int64', description: 'Id of the channel.', example: 1, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Name shown to operators.', example: 'Shop' })
  name!: string;

  @ApiProperty({ description: "Meta's id of the business number.", example: '106540352242922' })
  phoneNumberId!: string;

  @ApiProperty({ description: "Meta's id of the WhatsApp Business Account.", example: '102290129340398' })
  wabaId!: string;

  @ApiProperty({ description: 'Whether an access token is set; the token itself is never shown.', example: true })
  hasAccessToken!: boolean;

  @ApiProperty({ description: 'What Meta lets the number do.', enum: [...RATE_CLASSES], example: 'standard' })
  rateClass!: RateClass;

  @ApiProperty({
    description: 'Which chats of the channel its operators see.',
    enum: [...ACCESS_POLICIES],
    example: 'all_chats',
  })
  accessPolicy!: AccessPolicy;

  @ApiProperty({
    description: 'Whether customers see that operators have read what they wrote.',
    enum: [...READ_RECEIPTS],
    example: 'on_read',
  })
  readReceipts!: ReadReceipts;

  @ApiProperty({ description: 'True while nothing is sent from it and what is written waits.', example: false })
  paused!: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Digits of the number; null until something came over it.',
    example: '77270000000',
  })
  displayPhoneNumber!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['ok', 'flagged', null],
    description: '`flagged` while WhatsApp warns that customers complain of the number; null while it said nothing.',
    example: null,
  })
  quality!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'How many customers a day may be reached outside a window, in Meta’s words: `TIER_2K`, `UNLIMITED`, or a number.',
    example: 'TIER_2K',
  })
  messagingLimit!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What became of the name that was asked for, in Meta’s words: `APPROVED`, `REJECTED` …',
    example: null,
  })
  nameStatus!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...ACCOUNT_STATUSES, null],
    description:
      'How the account stands at WhatsApp; null while it said nothing. `disabled`, `disconnected` and `deleted`: nothing goes in or out.',
    example: null,
  })
  accountStatus!: string | null;

  @ApiProperty({ type: ReachDto, description: 'How much of the messaging limit is used up.' })
  reach!: ReachDto;

  @ApiProperty({
    format: 'date-time',
    description: 'When the channel was created.',
    example: '2025-12-09T12:34:56.000Z',
  })
  createdAt!: string;
}

export class ChannelListDto {
  @ApiProperty({ type: [ChannelDto], description: 'All channels, by id.' })
  channels!: ChannelDto[];
}

export class MemberDto {
  @ApiProperty({ type: 'integer', format: 'int64', description: 'Id of the user.', example: 5, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Email, in lower case.', example: 'operator@example.com' })
  email!: string;

  @ApiProperty({ description: 'Name shown to colleagues.', example: 'Anna' })
  name!: string;

  @ApiProperty({ description: 'What the user may do.', enum: [...ROLES], example: 'operator' })
  role!: Role;
}

export class MemberListDto {
  @ApiProperty({ type: [MemberDto], description: 'The members of the channel, by id.' })
  members!: MemberDto[];
}

/** The channel as admins see it: that it has a token, never the token. */
export function toChannelDto(
  { accessTokenEncrypted, pausedAt, createdAt, ...channel }: Channel,
  reach: Reach,
): ChannelDto {
  const { id, name, phoneNumberId, wabaId, rateClass, accessPolicy, readReceipts } = channel;
  const { displayPhoneNumber, quality, messagingLimit, nameStatus, accountStatus } = channel;
  const hasAccessToken = accessTokenEncrypted !== null;
  return {
    id,
    name,
    phoneNumberId,
    wabaId,
    hasAccessToken,
    rateClass,
    accessPolicy,
    readReceipts,
    paused: pausedAt !== null,
    displayPhoneNumber,
    quality,
    messagingLimit,
    nameStatus,
    accountStatus,
    reach: toReachDto(reach),
    createdAt: createdAt.toISOString(),
  };
}
