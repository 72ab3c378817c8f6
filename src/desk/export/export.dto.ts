import { ApiProperty } from '@nestjs/swagger';
import { ChatDto } from '../chats/chat.dto.js';

/** The first line of an export. */
export class ExportHeaderDto {
  @ApiProperty({ type: ChatDto, description: 'The chat when the export began.' })
  chat!: ChatDto;

  @ApiProperty({ type: 'integer', description: 'How many messages it had then.', example: 150, minimum: 0 })
  total!: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'When the export began.',
    example: '2025-12-09T12:40:00.000Z',
  })
  exportedAt!: string;
}
