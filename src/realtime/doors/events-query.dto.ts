import { PatternField, QueryIntField } from '../../common/validation/fields.js';
import { TicketField } from './ticket-field.js';

export const MAX_WAIT_SECONDS = 25;
const MAX_TEXT = 200;

export class EventsQueryDto {
  @PatternField({
    description:
      'The position to go on from: `Event-Id` of a list or history, `lastId`, or the `id` of an event. Without it: from now on. What is too old or none of ours is answered by a `reset`.',
    example: 'NzQyLjE3',
    optional: true,
    code: 'POSITION',
    test: (text) => text.length <= MAX_TEXT,
    message: { en: `must be a position, given once`, ru: `должно быть позицией, переданной один раз` },
    schema: { maxLength: MAX_TEXT },
  })
  after?: string;

  @QueryIntField({ description: 'How many events at most; JSON only.', default: 100, min: 1, max: 500 })
  limit = 100;

  @QueryIntField({
    description: 'For how many seconds to wait where there are none yet (long poll); JSON only.',
    default: 0,
    min: 0,
    max: MAX_WAIT_SECONDS,
  })
  wait = 0;

  @TicketField()
  ticket?: string;
}
