import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { MEDIA_FAILURES, MEDIA_STATES, type MediaFailure, type MediaState } from './media-state.js';

/** What is known of a file; what its bytes would say is null until they are here. */
export interface FileFacts {
  id: number;
  state: MediaState;
  mimeType: string | null;
  size: number | null;
  filename: string | null;
  reason: MediaFailure | null;
}

/** In SQL, over `media`, which may be left joined. */
export const FILE_FACTS = `case when media.id is not null then jsonb_build_object('id', media.id, 'state', media.state,
  'mimeType', media.mime_type, 'size', media.size, 'filename', media.filename, 'reason', media.reason) end`;

@ApiSchema({ name: 'MessageFile', description: 'The file of a message.' })
export class MessageFileDto {
  @ApiProperty({
    type: 'integer',
    description: 'Id of the file; `POST media/:id/retry` takes it.',
    example: 12,
    minimum: 1,
  })
  id!: number;

  @ApiProperty({
    description:
      '`pending` on its way from WhatsApp to us, `available` here (see `mediaUrl`), `failed` given up and can be tried again, `expired` WhatsApp no longer has it (7 days). A `message.updated` event tells of each change.',
    enum: MEDIA_STATES,
    example: 'available',
  })
  state!: MediaState;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What the bytes are, whatever the sender said.',
    example: 'image/jpeg',
  })
  mimeType!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Bytes.', example: 48213, minimum: 1 })
  size!: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'Its name, made harmless.', example: 'photo.jpg' })
  filename!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...MEDIA_FAILURES, null],
    description:
      'Why it is not here, or was not at the last try: `UNREACHABLE` WhatsApp did not give it, `NOT_AT_META` it does not know it, `FOREIGN_HOST` it named a host that is not Meta’s, `HASH_MISMATCH` other bytes than announced, `TOO_LARGE`, `EMPTY`.',
    example: null,
  })
  reason!: MediaFailure | null;
}
