import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ProblemDto } from '../../common/openapi/problem.dto.js';
import { IdField, QueryIntField, TextField } from '../../common/validation/fields.js';
import { AssigneeDto } from '../chats/chat.dto.js';
import { CursorField } from '../../common/validation/cursor-field.js';
import { PageDto } from '../page.dto.js';

const MAX_NOTE = 1000;
const NOTE = 'Ждёт звонка после 15:00, размер уже подобрали.';
const AT = { type: String, format: 'date-time', example: '2025-12-09T12:40:00.000Z' } as const;

export class AssignChatDto {
  @IdField({
    description: 'Who is to have the chat: a colleague who works in its channel, or you.',
    example: 6,
  })
  operatorId!: number;

  @TextField({
    description: 'For the one who takes over; stands in the history.',
    example: NOTE,
    max: MAX_NOTE,
    optional: true,
  })
  note?: string;
}

export class AssignmentDto {
  @ApiProperty({ type: 'integer', description: 'Id of the chat.', example: 123, minimum: 1 })
  chatId!: number;

  @ApiProperty({ type: AssigneeDto, nullable: true, description: 'Whose chat it is now; null when it is nobody’s.' })
  assignee!: AssigneeDto | null;

  @ApiProperty({ type: AssigneeDto, nullable: true, description: 'Who made it so; null when that is not known.' })
  by!: AssigneeDto | null;

  @ApiProperty({ type: String, nullable: true, description: 'What they left for the assignee.', example: NOTE })
  note!: string | null;

  @ApiProperty({ ...AT, nullable: true, description: 'Since when; null when that is not known.' })
  at!: string | null;
}

export class AssignmentChangeDto {
  @ApiProperty({ type: 'integer', description: 'Id of the change.', example: 41, minimum: 1 })
  id!: number;

  @ApiProperty({ type: AssigneeDto, nullable: true, description: 'Whose the chat was; null when it was nobody’s.' })
  from!: AssigneeDto | null;

  @ApiProperty({ type: AssigneeDto, nullable: true, description: 'Whose it became; null when it was released.' })
  to!: AssigneeDto | null;

  @ApiProperty({
    type: AssigneeDto,
    nullable: true,
    description: 'Who did it. An admin, where somebody was disabled or taken out of the channel.',
  })
  by!: AssigneeDto | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What was left for the one who takes over.',
    example: NOTE,
  })
  note!: string | null;

  @ApiProperty({ ...AT, description: 'When.' })
  at!: string;
}

export class AssignmentListDto extends PageDto {
  @ApiProperty({ type: [AssignmentChangeDto], description: 'The newest first.' })
  assignments!: AssignmentChangeDto[];
}

export class ListAssignmentsQueryDto {
  @QueryIntField({ description: 'How many changes at most.', default: 50, min: 1, max: 100 })
  limit: number = 50;

  @CursorField()
  cursor?: string;
}

/** An error of taking, releasing and handing over. */
export class AssignmentProblemDto extends ProblemDto {
  @ApiPropertyOptional({ type: AssigneeDto, description: 'With `CHAT_TAKEN`: whose chat it is.' })
  assignee?: AssigneeDto;
}
