import { ApiProperty } from '@nestjs/swagger';

export class CancelledPendingDto {
  @ApiProperty({ type: 'integer', description: 'How many messages were cancelled.', example: 12, minimum: 0 })
  cancelled!: number;
}
