import { ApiProperty } from '@nestjs/swagger';
import { MessageFileDto } from '../domain/message-file.dto.js';

export class MediaAnswerDto {
  @ApiProperty({ type: MessageFileDto, description: 'The file now.' })
  media!: MessageFileDto;
}
