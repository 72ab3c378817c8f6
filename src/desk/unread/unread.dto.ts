import { ApiProperty } from '@nestjs/swagger';

export class UnreadCountDto {
  @ApiProperty({ type: 'integer', description: 'Chats with unread messages.', example: 2, minimum: 0 })
  chats!: number;

  @ApiProperty({ type: 'integer', description: 'Their unread messages.', example: 5, minimum: 0 })
  messages!: number;
}

/** For a badge. */
export class UnreadDto extends UnreadCountDto {
  @ApiProperty({ type: UnreadCountDto, description: 'Of them yours.' })
  mine!: UnreadCountDto;

  @ApiProperty({ type: UnreadCountDto, description: 'Of them nobody’s.' })
  unassigned!: UnreadCountDto;
}
