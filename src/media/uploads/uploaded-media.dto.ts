import { ApiProperty } from '@nestjs/swagger';

export class UploadedMediaDto {
  @ApiProperty({ type: 'integer', description: '`send` takes it as `mediaId`.', example: 12, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'What the bytes are.', example: 'image/jpeg' })
  mimeType!: string;

  @ApiProperty({ type: 'integer', description: 'Bytes.', example: 48213, minimum: 1 })
  size!: number;

  @ApiProperty({
    description: 'SHA-256 in hex.',
    example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  })
  sha256!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Its name, made harmless.', example: 'photo.jpg' })
  filename!: string | null;

  @ApiProperty({
    description: 'When it goes, sent or not; what was sent stays with its message.',
    format: 'date-time',
    example: '2025-12-10T12:34:56.000Z',
  })
  expiresAt!: string;
}
