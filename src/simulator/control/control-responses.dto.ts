import { ApiProperty } from '@nestjs/swagger';
import { REQUEST_OUTCOMES } from '../traffic.service.js';

const WAMID = 'wamid.HBgLNzcwMTEyMzQ1NjcVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA';

export class SentMessageDto {
  @ApiProperty({ description: 'The id WhatsApp gave the message.', example: WAMID })
  wamid!: string;

  @ApiProperty({ description: 'The business number it was sent from.', example: '106540352242922' })
  phoneNumberId!: string;

  @ApiProperty({ description: '`to` as it was sent.', type: String, nullable: true, example: '+77011234567' })
  to!: string | null;

  @ApiProperty({ description: '`recipient` (a BSUID) as it was sent.', type: String, nullable: true, example: null })
  recipient!: string | null;

  @ApiProperty({ description: "Meta's message type.", example: 'text' })
  type!: string;

  @ApiProperty({
    description: 'The whole body of the request.',
    type: 'object',
    additionalProperties: true,
    example: { messaging_product: 'whatsapp', to: '+77011234567', type: 'text', text: { body: 'Здравствуйте!' } },
  })
  body!: Readonly<Record<string, unknown>>;

  @ApiProperty({ description: "When it was accepted, by the simulator's clock.", example: '2025-12-09T12:34:56.000Z' })
  at!: string;
}

export class SentMessagesDto {
  @ApiProperty({ description: 'Accepted messages, newest last.', type: () => [SentMessageDto] })
  sent!: SentMessageDto[];
}

export class MessageRequestDto {
  @ApiProperty({ description: 'The number in the path.', example: '106540352242922' })
  phoneNumberId!: string;

  @ApiProperty({ description: '`to` of the request.', type: String, nullable: true, example: '+77010000201' })
  to!: string | null;

  @ApiProperty({ description: '`recipient` of the request.', type: String, nullable: true, example: null })
  recipient!: string | null;

  @ApiProperty({ description: '`type` of the request.', type: String, nullable: true, example: 'text' })
  type!: string | null;

  @ApiProperty({
    description:
      'What became of it: `dropped` was accepted, but the connection was cut; `garbled` was accepted and answered with ' +
      'garbage; `lost` was not accepted and got no answer of Graph; `read` marks a message as read, `typing` also shows ' +
      'its customer that somebody is typing.',
    enum: REQUEST_OUTCOMES,
    example: 'refused',
  })
  outcome!: string;

  @ApiProperty({ description: "Graph's error code of a refusal.", type: Number, nullable: true, example: 131026 })
  code!: number | null;

  @ApiProperty({ description: 'The message sent or marked.', type: String, nullable: true, example: null })
  wamid!: string | null;

  @ApiProperty({ description: "When, by the simulator's clock.", example: '2025-12-09T12:34:56.000Z' })
  at!: string;
}

export class MessageRequestsDto {
  @ApiProperty({
    description: 'Every POST to /messages, refused ones too, newest last.',
    type: () => [MessageRequestDto],
  })
  requests!: MessageRequestDto[];

  @ApiProperty({
    description: "How often each of Graph's error codes was given since the start or the last reset; complete.",
    type: 'object',
    additionalProperties: { type: 'integer' },
    example: { '131056': 2 },
  })
  refusals!: Readonly<Record<string, number>>;
}

export class InboundResultDto {
  @ApiProperty({ description: "The message's id.", example: WAMID })
  wamid!: string;

  @ApiProperty({
    description:
      'What the webhook receiver answered at the first attempt; null without an answer. Not 200 means retries.',
    type: Number,
    nullable: true,
    example: 200,
  })
  webhookStatus!: number | null;
}

export class WebhookResultDto {
  @ApiProperty({
    description: 'The answer to each copy, 0 without one. These posts are not repeated.',
    type: [Number],
    example: [200],
  })
  webhookStatus!: number[];
}

export class ClockResultDto {
  @ApiProperty({ description: "The simulator's time now.", example: '2025-12-09T13:34:56.000Z' })
  now!: string;
}

export class OnlineResultDto {
  @ApiProperty({ description: 'How many messages had waited for this phone.', example: 1 })
  released!: number;
}

export class ControlErrorDto {
  @ApiProperty({ description: 'What is wrong, in one sentence.', example: 'The request body is not valid.' })
  error!: string;

  @ApiProperty({
    description: 'Each wrong field.',
    type: [String],
    required: false,
    example: ['advanceSeconds must be an integer number'],
  })
  problems?: string[];
}

export const BAD_REQUEST = { type: ControlErrorDto, description: 'Something in the body is wrong.' };
