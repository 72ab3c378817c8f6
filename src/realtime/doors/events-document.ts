import type { ApiResponseOptions } from '@nestjs/swagger';
import { EVENT_EXAMPLES } from '../event-examples.js';

const [RECEIVED] = EVENT_EXAMPLES;

export const EVENTS_DESCRIPTION = `Everything a UI could show, in one order, filtered by what you may see. \`id\` of an event, \`lastId\` and \`Event-Id\` of lists are positions: whoever goes on from one misses nothing and gets nothing twice.

With \`Accept: text/event-stream\` the answer is a stream that does not end: each event is an unnamed SSE event with its \`id\`; \`reset\`, \`resync\` and \`bye\` come as named ones; a comment every 20 s keeps the line open. Come back with \`Last-Event-ID\` (browsers do by themselves; it goes before \`after\`). With any other \`Accept\` it is one answer in JSON: ask again with \`after\` = \`lastId\`, and with \`wait\` it waits for the first event.

\`reset\`: read anew what \`refetch\` names, the stream goes on by itself. \`resync\`: you were too slow, come back. \`bye\`: we end the stream, \`reason\` says why.`;

export const LAST_EVENT_ID_HEADER = {
  name: 'Last-Event-ID',
  required: false,
  description: 'The position to go on from; goes before `after`. Streams only.',
  schema: { type: 'string', maxLength: 200, example: 'NzQyLjE3' },
} as const;

const FRAMES = `retry: 2140
id: NzQyLjA

id: ${RECEIVED?.id}
data: ${JSON.stringify(RECEIVED)}

:

event: reset
id: NzQyLjI
data: {"type":"reset","reason":"access_changed","refetch":["chats","channels"]}

event: bye
retry: 1200
data: {"type":"bye","reason":"shutdown","retryMs":1200}

`;

/** Both answers of the one route. */
export const EVENTS_ANSWER: ApiResponseOptions = {
  status: 200,
  description: 'The events, as one answer or as a stream.',
  content: {
    'application/json': {
      schema: { $ref: '#/components/schemas/EventList' },
      examples: {
        events: {
          summary: 'Two have come',
          value: { events: EVENT_EXAMPLES.slice(0, 2), lastId: EVENT_EXAMPLES[1]?.id, reset: null },
        },
        nothing: { summary: 'Nothing has come', value: { events: [], lastId: 'NzQyLjE3', reset: null } },
        reset: {
          summary: 'The position is too old',
          value: {
            events: [],
            lastId: 'OTgwLjA',
            reset: { type: 'reset', reason: 'too_old', refetch: ['chats', 'messages', 'channels', 'templates'] },
          },
        },
      },
    },
    'text/event-stream': {
      schema: { type: 'string', description: 'Each `data` is a `StreamFrame`.' },
      examples: { stream: { summary: 'A stream', value: FRAMES } },
    },
  },
};
