import { getSchemaPath, type OpenAPIObject, type ParameterObject } from '@nestjs/swagger';
import { EVENTS } from '../events/event-types.js';
import { WEBHOOK_EVENT_SCHEMA } from '../realtime/event-document.js';
import { EVENT_EXAMPLES } from '../realtime/event-examples.js';

const DESCRIPTION = `What we send to the URL of an integration, one event per request, signed as [Standard Webhooks](https://www.standardwebhooks.com) say: their libraries check it.

- Sign \`webhook-id + "." + webhook-timestamp + "." + body\` by HMAC-SHA256 with the bytes of the secret (base64 after \`whsec_\`), over the body as it came; one of the signatures must equal yours. Refuse what is older than 5 minutes.
- Answer any 2xx within 10 seconds, then work. Whatever else you answer, a redirect too, is a failure: it is sent again after 5 seconds, then ever less often, for three days.
- What comes may come twice and in another order: \`webhook-id\` tells repeats apart. \`data\` shows the message or the chat as it is when it is sent, as the owner of the endpoint sees it.`;

/** The headers of Standard Webhooks. */
const HEADERS: ParameterObject[] = [
  {
    name: 'webhook-id',
    in: 'header',
    required: true,
    description: 'The `id` of the body, the same each time it is sent.',
    schema: { type: 'string', example: 'NzQyLjE' },
  },
  {
    name: 'webhook-timestamp',
    in: 'header',
    required: true,
    description: 'When it is sent, in seconds since 1970; another one at each try.',
    schema: { type: 'string', pattern: '^\\d{10,12}$', example: '1765284300' },
  },
  {
    name: 'webhook-signature',
    in: 'header',
    required: true,
    description: 'One or, while a secret is being replaced, several signatures with a space between them.',
    schema: { type: 'string', example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=' },
  },
  {
    name: 'webhook-delivery',
    in: 'header',
    required: true,
    description: 'Our id of the delivery, as the delivery log shows it.',
    schema: { type: 'string', pattern: '^\\d{1,16}$', example: '815' },
  },
  {
    name: 'webhook-attempt',
    in: 'header',
    required: true,
    description: 'Which try this is, from 1; it goes on counting where an admin has it sent once more.',
    schema: { type: 'string', pattern: '^\\d{1,6}$', example: '1' },
  },
];

/** What integrations are sent, as the `webhooks` of OpenAPI 3.1. */
export function outboundWebhooks(): NonNullable<OpenAPIObject['webhooks']> {
  return {
    event: {
      post: {
        tags: ['Realtime'],
        operationId: 'receiveEvent',
        summary: 'An event, sent to your URL',
        description: DESCRIPTION,
        security: [],
        parameters: HEADERS,
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { $ref: getSchemaPath(WEBHOOK_EVENT_SCHEMA) }, examples: eventExamples() },
          },
        },
        responses: {
          '2XX': { description: 'You have it. The first KiB of the body is kept in the delivery log.' },
          '410': { description: 'You want no more: the endpoint is paused at once.' },
          '4XX': { description: 'It failed and is sent again; not before a `Retry-After`, where there is one.' },
          '5XX': {
            description: 'The same. What fails for long pauses the endpoint, and admins get `system.webhook_paused`.',
          },
        },
      },
    },
  };
}

/** One of every type. */
function eventExamples(): Record<string, { summary: string; value: unknown }> {
  return Object.fromEntries(
    EVENT_EXAMPLES.map((event) => [event.type, { summary: EVENTS[event.type].says, value: event }]),
  );
}
