import { ApiProperty } from '@nestjs/swagger';
import { TICKET_SECONDS } from '../domain/stream-ticket.js';

export class StreamTicketDto {
  @ApiProperty({
    description: 'Goes as `?ticket=` into the address of one event stream. Works once.',
    example: 'q0pVtq7rTqSBnW1xG0bHn0m3mYk1zq9sQm5w3o2uJ8E',
    minLength: 43,
    maxLength: 43,
  })
  ticket!: string;

  @ApiProperty({
    type: 'integer',
    description: 'Seconds in which it has to be used.',
    example: TICKET_SECONDS,
    minimum: 1,
  })
  expiresIn!: number;
}
