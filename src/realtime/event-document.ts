import { getSchemaPath, type SchemaObject } from '@nestjs/swagger';
import { EVENTS, PUBLIC_EVENT_TYPES } from '../events/event-types.js';
import { CHATLESS, EVENT_DATA_DTOS, NoEventDataDto, WebhookResetEventDataDto } from './event.dto.js';
import { CONTROL_FRAMES } from './stream-frame.dto.js';

/** The schema of any event, of whatever a stream carries, and of whatever a webhook brings. */
export const EVENT_SCHEMA = 'Event';
export const STREAM_FRAME_SCHEMA = 'StreamFrame';
export const WEBHOOK_EVENT_SCHEMA = 'WebhookEvent';

/** The classes whose schemas those below refer to. */
export const EVENT_MODELS = [
  ...Object.values(EVENT_DATA_DTOS),
  ...Object.values(CONTROL_FRAMES),
  WebhookResetEventDataDto,
];

/** How an event of one type is documented. */
interface Described {
  says: string;
  data: (typeof EVENT_MODELS)[number];
  isOfChat: boolean;
}

const SERVED = Object.fromEntries(
  PUBLIC_EVENT_TYPES.map((type): [string, Described] => {
    const { says, data } = EVENTS[type];
    return [type, { says, data: EVENT_DATA_DTOS[data], isOfChat: !CHATLESS.some((kind) => kind === data) }];
  }),
);

/** What integrations are told beside events. */
const WEBHOOK_ONLY: Record<string, Described> = {
  'webhook.test': { says: 'An admin tries the endpoint.', data: NoEventDataDto, isOfChat: false },
  'webhook.reset': {
    says: 'Events were missed for good: read anew what `refetch` names.',
    data: WebhookResetEventDataDto,
    isOfChat: false,
  },
};

/** A schema for each type of event, and those that are one of several. */
export function eventSchemas(): Record<string, SchemaObject> {
  const inWebhooks = { ...SERVED, ...WEBHOOK_ONLY };
  const frames = [EVENT_SCHEMA, ...Object.values(CONTROL_FRAMES)];
  return {
    ...Object.fromEntries(Object.entries(inWebhooks).map((entry) => [schemaNameOf(entry[0]), schemaOf(...entry)])),
    [EVENT_SCHEMA]: oneOfTypes(
      Object.keys(SERVED),
      'A change, the same on every door and in webhooks; `type` says which, and what `data` holds. Types may be added: leave alone what you do not know.',
    ),
    [WEBHOOK_EVENT_SCHEMA]: oneOfTypes(
      Object.keys(inWebhooks),
      'What a webhook brings: any event, and what concerns the endpoint itself.',
    ),
    [STREAM_FRAME_SCHEMA]: {
      description: 'What a stream carries: events, and now and then a word about the stream itself.',
      oneOf: frames.map((model) => ({ $ref: getSchemaPath(model) })),
    },
  };
}

function oneOfTypes(types: readonly string[], description: string): SchemaObject {
  const mapping = Object.fromEntries(types.map((type) => [type, getSchemaPath(schemaNameOf(type))]));
  return {
    description,
    oneOf: Object.values(mapping).map(($ref) => ({ $ref })),
    discriminator: { propertyName: 'type', mapping },
  };
}

/** `chat.window.closing` is a `ChatWindowClosingEvent`. */
function schemaNameOf(type: string): string {
  const words = type.split(/[._]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Event`;
}

function schemaOf(type: string, { says, data, isOfChat }: Described): SchemaObject {
  return {
    type: 'object',
    description: says,
    properties: {
      id: { type: 'string', description: 'Its place in the sequence: resume with it. Opaque.', example: 'NzQyLjE3' },
      type: { type: 'string', enum: [type], description: 'What happened.', example: type },
      version: { type: 'integer', enum: [1], description: 'Of the shape of this event.', example: 1 },
      occurredAt: {
        type: 'string',
        format: 'date-time',
        description: 'When it happened.',
        example: '2025-12-09T12:45:00.000Z',
      },
      chatId: isOfChat
        ? { type: 'integer', minimum: 1, description: 'The chat it concerns.', example: 123 }
        : { type: 'null', description: 'It concerns no chat.', example: null },
      data: { $ref: getSchemaPath(data), description: 'What it is about, as it is now.' },
    },
    required: ['id', 'type', 'version', 'occurredAt', 'chatId', 'data'],
  };
}
