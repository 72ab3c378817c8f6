import { ApiProperty } from '@nestjs/swagger';

const TEXT = { type: String, nullable: true } as const;

/** The advertisement or post a customer came from. */
export class ReferralDto {
  @ApiProperty({ ...TEXT, description: '`ad` or `post`.', example: 'ad' })
  sourceType!: string | null;

  @ApiProperty({ ...TEXT, description: 'Meta’s id of it.', example: '120226305854810726' })
  sourceId!: string | null;

  @ApiProperty({ ...TEXT, description: 'Where it can be seen.', example: 'https://fb.me/3cr4Wqqkv' })
  sourceUrl!: string | null;

  @ApiProperty({ ...TEXT, description: 'Its headline.', example: 'Чат с магазином' })
  headline!: string | null;

  @ApiProperty({ ...TEXT, description: 'Its text.', example: 'Летние скидки' })
  body!: string | null;

  @ApiProperty({ ...TEXT, description: '`image` or `video`.', example: 'image' })
  mediaType!: string | null;

  @ApiProperty({
    ...TEXT,
    description: 'Meta’s id of the click, to report a conversion with.',
    example: 'Aff-n8ZTODiE79d22',
  })
  clickId!: string | null;

  @ApiProperty({ ...TEXT, description: 'The greeting the customer saw.', example: 'Здравствуйте! Чем помочь?' })
  welcomeText!: string | null;
}
