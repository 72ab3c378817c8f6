import { ApiProperty } from '@nestjs/swagger';
import { BooleanField } from '../../common/validation/fields.js';
import { STORY_KINDS, type StoryKind } from '../domain/story.js';
import { HistoryMessageDto } from '../message.dto.js';

export class MessageVersionDto {
  @ApiProperty({ description: 'What it said.', example: 'Заберу завтра' })
  content!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'Since when it said so.',
    example: '2025-12-09T12:34:56.000Z',
  })
  at!: string;
}

export class MessageDto extends HistoryMessageDto {
  @ApiProperty({ type: 'integer', description: 'The chat it stands in.', example: 123, minimum: 1 })
  chatId!: number;

  @ApiProperty({
    type: 'integer',
    description: 'How many times we tried to hand it to WhatsApp.',
    example: 1,
    minimum: 0,
  })
  attempts!: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the next try is due, where one waits.',
    example: null,
  })
  nextAttemptAt!: string | null;

  @ApiProperty({
    type: [MessageVersionDto],
    description: 'What it said before it was edited, the oldest first; nothing once it was deleted.',
    example: [],
  })
  versions!: MessageVersionDto[];
}

export class RetryMessageDto {
  @BooleanField({
    description:
      'Send it although the customer may already have it: needed where WhatsApp never said what became of it (`UNKNOWN_OUTCOME`).',
    example: false,
    optional: true,
  })
  acceptDuplicate?: boolean;
}

export class StoryStepDto {
  @ApiProperty({ description: 'When it happened.', format: 'date-time', example: '2025-12-09T12:34:56.000Z' })
  at!: string;

  @ApiProperty({
    description: 'What happened, for a person, in the language of `Accept-Language`.',
    example: 'Queued by operator@example.com.',
  })
  text!: string;

  @ApiProperty({ description: 'What happened, as a word to branch on.', enum: [...STORY_KINDS], example: 'queued' })
  kind!: StoryKind;
}

export class MessageStoryDto {
  @ApiProperty({ type: 'integer', description: 'Id of the message with us.', example: 456, minimum: 1 })
  messageId!: number;

  @ApiProperty({ type: [StoryStepDto], description: 'Oldest first.' })
  story!: StoryStepDto[];
}
