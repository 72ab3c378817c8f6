import { ApiProperty } from '@nestjs/swagger';

/** What every list of the desk says about where it goes on. */
export class PageDto {
  @ApiProperty({
    type: String,
    nullable: true,
    description: '`cursor` of the next page; null on the last one.',
    example: 'YWZ0ZXI6NTA',
  })
  nextCursor!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: '`cursor` of the page before; null on the first one.',
    example: null,
  })
  prevCursor!: string | null;
}
