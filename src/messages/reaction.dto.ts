import { ApiProperty } from '@nestjs/swagger';

export class ReactionDto {
  @ApiProperty({ description: 'The emoji.', example: '👍' })
  emoji!: string;

  @ApiProperty({ description: 'Who reacted.', enum: ['customer', 'operator', 'phone_app'], example: 'customer' })
  from!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'When, by Meta’s clock.',
    example: '2025-12-09T12:37:00.000Z',
  })
  at!: string;
}
