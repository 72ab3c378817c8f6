import { ApiProperty } from '@nestjs/swagger';

export class LiveDto {
  @ApiProperty({ description: 'Always `ok`: the process runs.', enum: ['ok'], example: 'ok' })
  status!: string;

  @ApiProperty({ description: 'Version of this server.', example: '0.1.0' })
  version!: string;
}

export class ReadyChecksDto {
  @ApiProperty({ description: 'PostgreSQL answers.', enum: ['ok', 'failing'], example: 'ok' })
  database!: string;

  @ApiProperty({ description: 'Every migration of this version has run.', enum: ['ok', 'failing'], example: 'ok' })
  migrations!: string;

  @ApiProperty({ description: 'Files can be stored.', enum: ['ok', 'failing'], example: 'ok' })
  media!: string;
}

export class ReadyDto {
  @ApiProperty({
    description: '`ok` when requests are welcome, `failing` (with status 503) otherwise.',
    enum: ['ok', 'failing'],
    example: 'ok',
  })
  status!: string;

  @ApiProperty({ type: ReadyChecksDto, description: 'What was looked at.' })
  checks!: ReadyChecksDto;
}
