import { ObjectField } from '../../../common/validation/fields.js';
import { ObjectListField } from '../../../common/validation/nested-fields.js';
import { CONTACTS_MAX } from '../../../waba-gateway/protocol/limits.js';
import { CONTACTS, ContactDto } from './contacts.type.js';
import { AUDIO, DOCUMENT, IMAGE, STICKER, VIDEO, VOICE } from './file.types.js';
import { InteractiveDto } from './interactive.dto.js';
import { INTERACTIVE } from './interactive.type.js';
import { LOCATION, LocationDto } from './location.type.js';
import { OutgoingReactionDto, REACTION } from './reaction.type.js';
import type { SendType } from './send-type.js';
import { TEMPLATE, TemplateMessageDto } from './template.type.js';
import { TEXT } from './text.type.js';

/**
 * Everything `send` can send. A new type is a file beside this one, a line here (with its key below, where it has one), and what the
 * simulator makes of it; test/e2e/send-types.spec.ts sends the example of each.
 */
export const SEND_TYPES = {
  text: TEXT,
  image: IMAGE,
  document: DOCUMENT,
  video: VIDEO,
  audio: AUDIO,
  voice: VOICE,
  sticker: STICKER,
  location: LOCATION,
  contacts: CONTACTS,
  interactive: INTERACTIVE,
  reaction: REACTION,
  template: TEMPLATE,
} as const satisfies Record<string, SendType>;

export type SendableType = keyof typeof SEND_TYPES;
export const SENDABLE_TYPES = Object.keys(SEND_TYPES) as SendableType[];

/** The rules of a type, without its name for what it carries. */
export function sendTypeOf(type: SendableType): SendType {
  return SEND_TYPES[type];
}

/** What the types carry, each under the key of its name. */
export class SendPayloadsDto {
  @ObjectField({ description: 'Of a `location`: where.', type: () => LocationDto, optional: true })
  location?: LocationDto;

  @ObjectListField({
    description: 'Of `contacts`: the cards.',
    type: () => ContactDto,
    max: CONTACTS_MAX,
    optional: true,
  })
  contacts?: ContactDto[];

  @ObjectField({
    description: 'Of `interactive`: buttons, a list or a request.',
    type: () => InteractiveDto,
    optional: true,
  })
  interactive?: InteractiveDto;

  @ObjectField({
    description: 'Of a `reaction`: the emoji and where.',
    type: () => OutgoingReactionDto,
    optional: true,
  })
  reaction?: OutgoingReactionDto;

  @ObjectField({
    description: 'Of a `template`: which, and what it is filled in with.',
    type: () => TemplateMessageDto,
    optional: true,
  })
  template?: TemplateMessageDto;
}
