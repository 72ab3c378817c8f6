import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ChatDto } from '../desk/chats/chat.dto.js';
import { TemplateDto } from '../desk/templates/template.dto.js';
import type { EventDataKind, KindOf, PublicEventType } from '../events/event-types.js';
import { HistoryMessageDto } from '../messages/message.dto.js';
import { ACCOUNT_STATUSES } from '../waba-gateway/protocol/account-update.js';
import { REFETCHABLE, type Refetchable } from './stream-frame.dto.js';

function ChannelIdProperty(): PropertyDecorator {
  return ApiProperty({ type: 'integer', description: 'Id of the channel.', example: 1, minimum: 1 });
}

@ApiSchema({ name: 'MessageEventData', description: 'The message, as the history shows it to you now.' })
export class MessageEventDataDto {
  @ApiProperty({ type: HistoryMessageDto, description: 'The message.' })
  message!: HistoryMessageDto;
}

@ApiSchema({ name: 'ChatEventData', description: 'The chat, as the list shows it to you now.' })
export class ChatEventDataDto {
  @ApiProperty({ type: ChatDto, description: 'The chat.' })
  chat!: ChatDto;
}

@ApiSchema({ name: 'NoEventData', description: 'Nothing more.' })
export class NoEventDataDto {}

@ApiSchema({ name: 'TemplateEventData', description: 'A template, in one of the channels it can be sent from.' })
export class TemplateEventDataDto {
  @ChannelIdProperty()
  channelId!: number;

  @ApiProperty({ type: TemplateDto, description: 'The template, as it is then.' })
  template!: TemplateDto;
}

@ApiSchema({ name: 'ChannelHealthEventData', description: 'How a number stands at WhatsApp, as in `Channel`.' })
export class ChannelHealthEventDataDto {
  @ChannelIdProperty()
  channelId!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['ok', 'flagged', null],
    description: '`flagged` while WhatsApp warns that customers complain of the number; null while it said nothing.',
    example: 'flagged',
  })
  quality!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'How many customers a day may be reached outside a window: `TIER_2K`, `UNLIMITED`, or a number.',
    example: 'TIER_2K',
  })
  messagingLimit!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What became of the name that was asked for, in Meta’s words: `APPROVED`, `REJECTED` …',
    example: 'APPROVED',
  })
  nameStatus!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...ACCOUNT_STATUSES, null],
    description: 'How the account stands at WhatsApp; null while it said nothing.',
    example: 'active',
  })
  accountStatus!: string | null;
}

@ApiSchema({ name: 'ChannelPauseEventData', description: 'Whether anything is sent from a channel.' })
export class ChannelPauseEventDataDto {
  @ChannelIdProperty()
  channelId!: number;

  @ApiProperty({ description: 'True while nothing is sent from it and what is written waits.', example: true })
  paused!: boolean;
}

@ApiSchema({ name: 'WebhookSilenceEventData', description: 'Since when WhatsApp has reported nothing.' })
export class WebhookSilenceEventDataDto {
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the last webhook was accepted; null where none is kept.',
    example: '2025-12-09T12:20:00.000Z',
  })
  since!: string | null;
}

@ApiSchema({ name: 'WebhookPauseEventData', description: 'The endpoint of an integration that was paused by itself.' })
export class WebhookPauseEventDataDto {
  @ApiProperty({ type: 'integer', description: 'Id of the endpoint.', example: 3, minimum: 1 })
  endpointId!: number;

  @ApiProperty({ description: 'Its name.', example: 'CRM' })
  name!: string;

  @ApiProperty({ description: 'Where its URL leads; the rest of it may hold a key.', example: 'crm.example.com' })
  host!: string;

  @ApiProperty({
    enum: ['failing', 'gone', 'owner_lost'],
    description: '`failing` nothing was accepted for too long, `gone` it answered 410, `owner_lost` its owner left.',
    example: 'failing',
  })
  reason!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Since when nothing was accepted; null where it asked for no more.',
    example: '2025-12-04T12:20:00.000Z',
  })
  failingSince!: string | null;
}

@ApiSchema({ name: 'WebhookResetEventData', description: 'What a webhook endpoint missed for good.' })
export class WebhookResetEventDataDto {
  @ApiProperty({
    enum: ['too_old', 'unknown'],
    description:
      '`too_old` it was paused or down for longer than events are kept, `unknown` the database was restored.',
    example: 'too_old',
  })
  reason!: string;

  @ApiProperty({
    enum: REFETCHABLE,
    isArray: true,
    description: 'What to read anew.',
    example: ['chats', 'messages', 'channels', 'templates'],
  })
  refetch!: Refetchable[];
}

/** The shape of each kind of data, in the document and as a type. */
export const EVENT_DATA_DTOS = {
  message: MessageEventDataDto,
  chat: ChatEventDataDto,
  nothing: NoEventDataDto,
  template: TemplateEventDataDto,
  channelHealth: ChannelHealthEventDataDto,
  channelPause: ChannelPauseEventDataDto,
  webhookSilence: WebhookSilenceEventDataDto,
  webhookPause: WebhookPauseEventDataDto,
} as const satisfies Record<Exclude<EventDataKind, 'internal'>, object>;

export type PublicEventDataKind = keyof typeof EVENT_DATA_DTOS;

/** The data of an event of this type; of any event where none is named. */
export type EventData<Type extends PublicEventType = PublicEventType> = InstanceType<
  (typeof EVENT_DATA_DTOS)[KindOf<Type>]
>;

/** Kinds of data whose events concern no chat. */
export const CHATLESS = ['template', 'channelHealth', 'channelPause', 'webhookSilence', 'webhookPause'] as const;

/** An event of this type, as every door shows it. */
export interface EventOf<Type extends PublicEventType> {
  /** Its place in the sequence: resume with it. Opaque. */
  id: string;
  type: Type;
  version: 1;
  occurredAt: string;
  chatId: KindOf<Type> extends (typeof CHATLESS)[number] ? null : number;
  data: EventData<Type>;
}

/** Any event, told apart by `type`. */
export type EventDto = { [Type in PublicEventType]: EventOf<Type> }[PublicEventType];
