import { ApiProperty } from '@nestjs/swagger';
import { IdField } from '../../common/validation/fields.js';

export class ReadChatDto {
  @IdField({
    description: 'Up to which message of the chat; up to the newest inbound one where it is left out.',
    example: 458,
    optional: true,
  })
  messageId?: number;
}

export class ReadStateDto {
  @ApiProperty({ type: 'integer', description: 'Id of the chat.', example: 123, minimum: 1 })
  chatId!: number;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'Inbound messages up to this id count as read; 0 while nothing was.',
    example: 458,
    minimum: 0,
  })
  readUpToId!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Messages of the customer behind it.',
    example: 0,
    minimum: 0,
  })
  unreadCount!: number;
}
