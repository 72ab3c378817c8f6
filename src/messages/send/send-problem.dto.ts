import { ApiPropertyOptional } from '@nestjs/swagger';
import { ProblemDto } from '../../common/openapi/problem.dto.js';
import { SentMessageDto } from './send-message.dto.js';

/** An error of `send`: where the message was stored all the same, it is in it. */
export class SendProblemDto extends ProblemDto {
  @ApiPropertyOptional({
    type: SentMessageDto,
    description: 'The message, stored as `failed`. Without it nothing was stored.',
  })
  message?: SentMessageDto;
}
