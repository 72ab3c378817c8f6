import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { CLOSE_REASONS, type CloseReason } from './domain/close-reason.js';

/** What a client reads anew after a `reset`. */
export const REFETCHABLE = ['chats', 'messages', 'channels', 'templates'] as const;
export type Refetchable = (typeof REFETCHABLE)[number];

export const RESET_REASONS = ['too_old', 'unknown', 'access_changed'] as const;
export type ResetReason = (typeof RESET_REASONS)[number];

/** A control frame of one type, whose schema says so; its other fields follow. */
function FrameType(type: string): PropertyDecorator {
  return ApiProperty({ type: String, enum: [type], description: 'Which frame it is.', example: type });
}

@ApiSchema({ name: 'ReadyFrame', description: 'WebSocket only: the `hello` was accepted, events follow.' })
export class ReadyFrameDto {
  @FrameType('ready')
  type!: 'ready';

  @ApiProperty({ description: 'The position from which events follow.', example: 'NzQyLjA' })
  lastId!: string;
}

@ApiSchema({
  name: 'ResetFrame',
  description: 'What happened in between is not known any more: read anew what `refetch` names. The stream goes on.',
})
export class ResetFrameDto {
  @FrameType('reset')
  type!: 'reset';

  @ApiProperty({
    enum: RESET_REASONS,
    description:
      '`too_old` the position is older than what is kept, `unknown` it is none of ours, `access_changed` you see other chats than before.',
    example: 'too_old',
  })
  reason!: ResetReason;

  @ApiProperty({
    enum: REFETCHABLE,
    isArray: true,
    description: 'What to read anew.',
    example: ['chats', 'messages', 'channels', 'templates'],
  })
  refetch!: Refetchable[];
}

@ApiSchema({
  name: 'ResyncFrame',
  description:
    'You read more slowly than events happen. The stream ends: come back with the id of the last event you read.',
})
export class ResyncFrameDto {
  @FrameType('resync')
  type!: 'resync';

  @ApiProperty({ enum: ['slow_reader'], description: 'Why.', example: 'slow_reader' })
  reason!: 'slow_reader';
}

@ApiSchema({ name: 'ByeFrame', description: 'We end the stream; come back with the id of the last event you read.' })
export class ByeFrameDto {
  @FrameType('bye')
  type!: 'bye';

  @ApiProperty({
    enum: CLOSE_REASONS,
    description:
      '`session_ended` sign in again; `token_expired` come back with a new token or ticket; `too_many_streams` a newer stream of yours took its place; `shutdown` come back at once.',
    example: 'shutdown',
  })
  reason!: CloseReason;

  @ApiProperty({
    type: 'integer',
    description: 'How many milliseconds to wait before coming back, so that not everybody does at once.',
    example: 1750,
    minimum: 0,
    maximum: 5000,
  })
  retryMs!: number;
}

@ApiSchema({
  name: 'ErrorFrame',
  description:
    'WebSocket only: what you sent was not understood and did nothing, or your `hello` was refused and the stream ends.',
})
export class ErrorFrameDto {
  @FrameType('error')
  type!: 'error';

  @ApiProperty({ description: 'A stable word to branch on, as in error bodies.', example: 'VALIDATION' })
  code!: string;

  @ApiProperty({ description: 'What was wrong.', example: 'The first frame must be {"type": "hello"}.' })
  error!: string;
}

/** The control frames, by their `type`: what a stream carries beside events. */
export const CONTROL_FRAMES = {
  ready: ReadyFrameDto,
  reset: ResetFrameDto,
  resync: ResyncFrameDto,
  bye: ByeFrameDto,
  error: ErrorFrameDto,
} as const;

export type ControlFrameType = keyof typeof CONTROL_FRAMES;
export type ControlFrame = InstanceType<(typeof CONTROL_FRAMES)[ControlFrameType]>;
