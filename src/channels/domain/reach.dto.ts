import { ApiProperty } from '@nestjs/swagger';

/** Customers reached outside their windows in the last 24 hours. */
export interface Reach {
  used: number;
  /** How many may be; null where there is no limit, or Meta has not told it. */
  limit: number | null;
  /** When the first of them counts no more; null where nobody counts. */
  resetsAt: Date | null;
}

/** How much of Meta's messaging limit is used up. */
export class ReachDto {
  @ApiProperty({
    type: 'integer',
    description:
      'How many customers of the WhatsApp account, each once, were sent a template outside their window in the last 24 hours.',
    example: 12,
    minimum: 0,
  })
  used!: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'How many may be: further templates wait as `throttled`. Null where there is no limit or WhatsApp has not told it.',
    example: 2000,
    minimum: 0,
  })
  limit!: number | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the first of them counts no more; null where nobody counts.',
    example: '2025-12-10T12:34:56.000Z',
  })
  resetsAt!: string | null;
}

export function toReachDto({ used, limit, resetsAt }: Reach): ReachDto {
  return { used, limit, resetsAt: resetsAt?.toISOString() ?? null };
}
