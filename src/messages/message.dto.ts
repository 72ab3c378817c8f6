import { ApiProperty } from '@nestjs/swagger';
import { ProviderErrorDto } from '../common/openapi/problem.dto.js';
import { MessageFileDto } from '../media/domain/message-file.dto.js';
import { MESSAGE_STATUSES } from './domain/message.js';
import { ReferralDto } from './domain/referral.dto.js';
import { SUBSTATES } from './domain/substate.js';
import { ReactionDto } from './reaction.dto.js';

const TIME = { type: String, format: 'date-time' } as const;

export class MessageErrorDto {
  @ApiProperty({ description: 'A stable word to branch on.', example: 'RECIPIENT' })
  code!: string;

  @ApiProperty({
    description: 'What happened, for the operator.',
    example: 'The customer cannot be reached on WhatsApp.',
  })
  title!: string;

  @ApiProperty({ description: 'What to do about it.', example: 'Ask the customer for another number.' })
  action!: string;

  @ApiProperty({ type: ProviderErrorDto, nullable: true, description: 'What Meta said; null where Meta said nothing.' })
  provider!: ProviderErrorDto | null;
}

export class SenderUserDto {
  @ApiProperty({ type: 'integer', description: 'Id of the operator.', example: 5, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Email of the operator.', example: 'operator@example.com' })
  email!: string;
}

export class MessageStatusDto {
  @ApiProperty({ type: 'integer', description: 'Id of the message with us.', example: 456, minimum: 1 })
  id!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'WhatsApp’s id (wamid); null while `pending`.',
    example: 'wamid.HBgNNzk...',
  })
  whatsappMessageId!: string | null;

  @ApiProperty({
    description:
      '`pending` on its way to WhatsApp, `sent` WhatsApp has it, `delivered` on the customer’s phone, `read` by the customer, `failed` not delivered; `received` for a message of the customer.',
    enum: MESSAGE_STATUSES,
    example: 'delivered',
  })
  status!: string;

  @ApiProperty({ ...TIME, description: 'When it was written.', example: '2025-12-09T12:34:56.000Z' })
  timestamp!: string;

  @ApiProperty({ description: 'True when `status` is `delivered` or `read`.', example: true })
  delivered!: boolean;

  @ApiProperty({ description: 'True when `status` is `read`.', example: false })
  read!: boolean;

  @ApiProperty({
    ...TIME,
    nullable: true,
    description: 'When WhatsApp sent it on, by Meta’s clock.',
    example: '2025-12-09T12:34:57.000Z',
  })
  sentAt!: string | null;

  @ApiProperty({
    ...TIME,
    nullable: true,
    description: 'When it reached the phone, by Meta’s clock.',
    example: '2025-12-09T12:34:58.000Z',
  })
  deliveredAt!: string | null;

  @ApiProperty({ ...TIME, nullable: true, description: 'When it was read, by Meta’s clock.', example: null })
  readAt!: string | null;

  @ApiProperty({ ...TIME, nullable: true, description: 'When it failed.', example: null })
  failedAt!: string | null;

  @ApiProperty({
    type: 'integer',
    description: 'How many times we tried to hand it to WhatsApp.',
    example: 1,
    minimum: 0,
  })
  attempts!: number;

  @ApiProperty({ ...TIME, nullable: true, description: 'When the next try is due, where one waits.', example: null })
  nextAttemptAt!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...SUBSTATES, null],
    description:
      'Why it is still `pending`: `queued` waits its turn or is under way; `throttled` waits for a limit of WhatsApp, `scheduled` for its time, see `nextAttemptAt`; `uncertain` WhatsApp did not answer, a receipt will tell.',
    example: null,
  })
  substate!: string | null;

  @ApiProperty({ type: MessageErrorDto, nullable: true, description: 'Why it failed.', example: null })
  error!: MessageErrorDto | null;
}

export class HistoryMessageDto {
  @ApiProperty({ type: 'integer', description: 'Id of the message with us.', example: 457, minimum: 1 })
  id!: number;

  @ApiProperty({ type: String, nullable: true, description: 'WhatsApp’s id (wamid).', example: 'wamid.HBgNNzk...' })
  whatsappMessageId!: string | null;

  @ApiProperty({ description: 'What a person reads, whatever the type.', example: 'Ваш заказ готов' })
  content!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uri',
    description:
      'The file, as a link that works in `<img>` for you alone and for at most an hour; null until it is here, see `media`.',
    example: null,
  })
  mediaUrl!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uri',
    description:
      'A small WebP of an image or sticker, as a link of the same kind; null for everything else. Where the image is broken it leads to a 404.',
    example: null,
  })
  thumbnailUrl!: string | null;

  @ApiProperty({ type: MessageFileDto, nullable: true, description: 'What is known of the file.', example: null })
  media!: MessageFileDto | null;

  @ApiProperty({
    description: 'As WhatsApp names it: `text`, `image`, `document`, `location` …',
    example: 'text',
  })
  type!: string;

  @ApiProperty({ description: 'True when our side wrote it, false when the customer did.', example: true })
  fromMe!: boolean;

  @ApiProperty({ ...TIME, description: 'When it was written.', example: '2025-12-09T12:35:00.000Z' })
  timestamp!: string;

  @ApiProperty({
    description: '`received` for a message of the customer, else as in `message-status`.',
    enum: MESSAGE_STATUSES,
    example: 'read',
  })
  status!: string;

  @ApiProperty({ description: 'It reached the customer’s phone.', example: true })
  delivered!: boolean;

  @ApiProperty({ description: 'The customer read it.', example: true })
  read!: boolean;

  @ApiProperty({ description: 'An operator read it; always true for our own.', example: true })
  isReadByOperator!: boolean;

  @ApiProperty({ type: SenderUserDto, nullable: true, description: 'Who sent it, where `fromMe`.' })
  senderUser!: SenderUserDto | null;

  @ApiProperty({ description: 'Who wrote it.', enum: ['customer', 'operator', 'phone_app'], example: 'operator' })
  origin!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Caption under a file we sent.', example: null })
  caption!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Name of a file we sent.', example: null })
  filename!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The `mediaUrl` the operator gave.', example: null })
  sourceUrl!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Wamid of the message this one answers.', example: null })
  replyTo!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Our id of the message this one answers, where it stands in this chat.',
    example: null,
  })
  replyToId!: number | null;

  @ApiProperty({ type: ReferralDto, nullable: true, description: 'The advertisement the customer wrote from.' })
  referral!: ReferralDto | null;

  @ApiProperty({ type: String, nullable: true, description: 'The sender’s own id of it.', example: null })
  clientMessageId!: string | null;

  @ApiProperty({
    ...TIME,
    nullable: true,
    description:
      'When it was to be sent; null for what was sent at once. It stands in the history where it was written, and is no `lastMessage` of its chat before it leaves.',
    example: null,
  })
  scheduledAt!: string | null;

  @ApiProperty({
    type: [ReactionDto],
    description:
      'The reactions it has now, at most one of each who reacts, the oldest first. A reaction is no message of its own.',
    example: [{ emoji: '👍', from: 'customer', at: '2025-12-09T12:37:00.000Z' }],
  })
  reactions!: ReactionDto[];

  @ApiProperty({
    ...TIME,
    nullable: true,
    description: 'When the customer last edited it; `content` is the new wording.',
    example: null,
  })
  editedAt!: string | null;

  @ApiProperty({
    ...TIME,
    nullable: true,
    description:
      'When the customer deleted it for everyone. Its words and its file are gone then, and `content` is `[message deleted]`.',
    example: null,
  })
  deletedAt!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What the type carries, in WhatsApp’s own keys.',
    example: {},
  })
  details!: Record<string, unknown>;

  @ApiProperty({
    ...TIME,
    nullable: true,
    description: 'When WhatsApp sent it on.',
    example: '2025-12-09T12:35:01.000Z',
  })
  sentAt!: string | null;

  @ApiProperty({
    ...TIME,
    nullable: true,
    description: 'When it reached the phone.',
    example: '2025-12-09T12:35:02.000Z',
  })
  deliveredAt!: string | null;

  @ApiProperty({ ...TIME, nullable: true, description: 'When it was read.', example: '2025-12-09T12:36:00.000Z' })
  readAt!: string | null;

  @ApiProperty({ ...TIME, nullable: true, description: 'When it failed.', example: null })
  failedAt!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...SUBSTATES, null],
    description: 'Why it is still `pending`.',
    example: null,
  })
  substate!: string | null;

  @ApiProperty({ type: MessageErrorDto, nullable: true, description: 'Why it failed.', example: null })
  error!: MessageErrorDto | null;
}

export class MessageHistoryDto {
  @ApiProperty({ type: [HistoryMessageDto], description: 'Newest first.' })
  messages!: HistoryMessageDto[];

  @ApiProperty({ type: 'integer', description: 'How many messages the chat has.', example: 150, minimum: 0 })
  total!: number;

  @ApiProperty({ type: 'integer', description: 'The limit that was used.', example: 20, minimum: 1, maximum: 200 })
  limit!: number;

  @ApiProperty({ type: 'integer', description: 'The offset that was used.', example: 0, minimum: 0 })
  offset!: number;
}
