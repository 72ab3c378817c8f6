import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { EventIdInterceptor } from './event-id.interceptor.js';

/** Documents what `WithEventId` adds to an answer. */
export const EVENT_ID_HEADER = {
  'Event-Id': {
    description: 'The position this answer reflects: the events after it miss nothing.',
    schema: { type: 'string', example: 'NzQyLjA' },
  },
} as const;

/** The answer carries `Event-Id`; its module imports `EventsModule`, its document spreads `EVENT_ID_HEADER`. */
export function WithEventId(): MethodDecorator & ClassDecorator {
  return applyDecorators(UseInterceptors(EventIdInterceptor));
}
