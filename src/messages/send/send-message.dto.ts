import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PhoneField } from '../../chats/domain/phone-field.js';
import { EnumField, IdField, ObjectField, PatternField, TextField } from '../../common/validation/fields.js';
import { TimeField } from '../../common/validation/iso-time.js';
import { CAPTION_MAX_LENGTH, TEXT_MAX_LENGTH } from '../../waba-gateway/protocol/limits.js';
import { MESSAGE_STATUSES } from '../domain/message.js';
import { SUBSTATES } from '../domain/substate.js';
import { CLIENT_MESSAGE_ID } from './send-request.js';
import { MessageRefField } from './types/message-ref-field.js';
import { type SendableType, SENDABLE_TYPES, SendPayloadsDto, sendTypeOf } from './types/send-types.js';

const MAX_URL_LENGTH = 2048;

export class SendToDto {
  @IdField({ description: 'The channel to write from; you must be one of its members.', example: 1 })
  channelId!: number;

  @PhoneField()
  phone!: string;
}

/** The types the contract began with cannot do without; of the later ones some take words and others have no place for them. */
const NEEDS_NO_MESSAGE: ReadonlySet<unknown> = new Set(
  SENDABLE_TYPES.filter((type) => sendTypeOf(type).fields.message !== 'needed'),
);

export class SendMessageDto extends SendPayloadsDto {
  @IdField({ description: 'The chat to answer in; exactly one of `chatId` and `to`.', example: 123, optional: true })
  chatId?: number;

  @ObjectField({
    description:
      'In place of `chatId`: the chat with this number in this channel. A template makes it where there is none.',
    type: () => SendToDto,
    optional: true,
  })
  to?: SendToDto;

  @TextField({
    description:
      'The text; for a file, what it is (also its caption, where `caption` is absent). Needed for `text`, `image` and `document`.',
    example: 'Здравствуйте! Ваш заказ готов к выдаче.',
    max: TEXT_MAX_LENGTH,
    optional: ({ type }) => NEEDS_NO_MESSAGE.has(type),
  })
  message?: string;

  // No `default` in the schema: generators would make the field one that is always given.
  @EnumField({
    description: 'What is sent; `text` where it is absent.',
    example: 'text',
    values: SENDABLE_TYPES,
    optional: true,
  })
  type?: SendableType;

  @PatternField({
    description:
      'Where we fetch the file of an `image` (JPEG or PNG, at most 5 MiB) or a `document` (PDF, text or Office, at most 100 MiB): a public https URL that answers 200 itself, without a redirect.',
    example: 'https://example.com/photo.jpg',
    optional: true,
    code: 'MEDIA_URL',
    schema: { format: 'uri', maxLength: MAX_URL_LENGTH },
    test: (text) => text.length > 0,
    message: { en: 'must be a URL', ru: 'должно быть URL' },
  })
  mediaUrl?: string;

  @IdField({
    description: 'In place of `mediaUrl`: the `id` of a file you uploaded by `POST media` in the last 24 hours.',
    example: 12,
    optional: true,
  })
  mediaId?: number;

  @TextField({
    description: 'Caption the customer sees under the file.',
    example: 'Заказ #12345',
    max: CAPTION_MAX_LENGTH,
    optional: true,
  })
  caption?: string;

  @PatternField({
    description:
      'Name of a `document` on the customer’s phone, with its extension; at most 240 bytes. A path is cut to its last part.',
    example: 'invoice_12345.pdf',
    optional: true,
    code: 'FILENAME',
    schema: { minLength: 1, maxLength: 240 },
    test: () => true,
    message: { en: 'must be a text', ru: 'должно быть текстом' },
  })
  filename?: string;

  @MessageRefField('The message of this chat it answers, by our id or by its wamid: the customer sees it quoted.')
  replyTo?: number | string;

  @PatternField({
    description:
      'Your own id of this message, the same as the header `Idempotency-Key`: sent again, the same request is answered with the message it made the first time.',
    example: '5b1a3f0e-7c1d-4a55-9a0e-0d7a2f1f6f10',
    optional: true,
    code: 'CLIENT_MESSAGE_ID',
    schema: { minLength: 1, maxLength: 255 },
    test: (text) => CLIENT_MESSAGE_ID.test(text),
    message: {
      en: 'must have 1 to 255 printable ASCII characters',
      ru: 'должно содержать от 1 до 255 печатных символов ASCII',
    },
  })
  clientMessageId?: string;

  @TimeField({
    description:
      'When it is to be sent, with its time zone: from now to 30 days ahead, and, unless it is a template, while the service window will be open by what is known now. Then it goes behind what already waits in its chat. Until it leaves, `DELETE message/:id` takes it back.',
    example: '2025-12-10T09:00:00+05:00',
    optional: true,
  })
  scheduledAt?: string;
}

export class SentMessageDto {
  @ApiProperty({
    type: 'integer',
    description: 'Id of the message with us; `message-status` takes it.',
    example: 456,
    minimum: 1,
  })
  id!: number;

  @ApiProperty({ type: 'integer', description: 'The chat it was sent in.', example: 123, minimum: 1 })
  chatId!: number;

  @ApiProperty({ description: 'The text of the message.', example: 'Здравствуйте! Ваш заказ готов к выдаче.' })
  content!: string;

  @ApiProperty({ description: 'Where it stands now.', enum: MESSAGE_STATUSES, example: 'sent' })
  status!: string;

  @ApiProperty({ description: 'When it was written.', format: 'date-time', example: '2025-12-09T12:34:56.000Z' })
  timestamp!: string;

  @ApiPropertyOptional({ description: 'Why it is still `pending`.', enum: SUBSTATES, example: 'queued' })
  substate?: string;

  @ApiPropertyOptional({
    description: 'When it is sent or tried again, where it waits for its time or for a limit.',
    format: 'date-time',
    example: '2025-12-09T12:40:00.000Z',
  })
  nextAttemptAt?: string;

  @ApiPropertyOptional({
    description: 'Your own id of it, where you gave one.',
    example: '5b1a3f0e-7c1d-4a55-9a0e-0d7a2f1f6f10',
  })
  clientMessageId?: string;
}

export class SendMessageResponseDto {
  @ApiProperty({ description: 'True: the message is stored and WhatsApp has it or will get it.', example: true })
  success!: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'WhatsApp’s id (wamid); null while the message is `pending`.',
    example: 'wamid.HBgNNzk...',
  })
  messageId!: string | null;

  @ApiProperty({ type: SentMessageDto, description: 'The message as we stored it.' })
  message!: SentMessageDto;
}
