import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { EventDto } from './event.dto.js';
import { ResetFrameDto } from './stream-frame.dto.js';

/** What the JSON door answers. */
@ApiSchema({ name: 'EventList', description: 'Events after a position, and where to go on.' })
export class EventListDto {
  @ApiProperty({
    type: 'array',
    items: { $ref: '#/components/schemas/Event' },
    maxItems: 500,
    description: 'In their order; empty where nothing has happened.',
  })
  events!: EventDto[];

  @ApiProperty({ description: 'The next `after`, also where there are no events.', example: 'NzQyLjE3' })
  lastId!: string;

  @ApiProperty({
    type: ResetFrameDto,
    nullable: true,
    description: 'Where not null, what you have may be stale: read anew what it names, then go on from `lastId`.',
    example: null,
  })
  reset!: ResetFrameDto | null;
}
