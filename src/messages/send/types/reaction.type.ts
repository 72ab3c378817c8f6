import { PatternField } from '../../../common/validation/fields.js';
import { MessageRefField } from './message-ref-field.js';
import { problem, type SendType } from './send-type.js';

/** One emoji as a keyboard gives it, or one that lacks its variation selector. Digits are emojis to Unicode, to nobody else. */
const EMOJI = new RegExp('^(?:\\p{RGI_Emoji}|[\\p{Emoji}--[0-9#*]])$', 'v');

export class OutgoingReactionDto {
  @MessageRefField('The message of this chat it stands on, by our id or by its wamid; or else `wamid`.')
  messageId?: number | string;

  @MessageRefField('The same, for those who know the wamid; or else `messageId`.')
  wamid?: number | string;

  @PatternField({
    description: 'One emoji; an empty text takes the reaction back.',
    example: '👍',
    code: 'EMOJI',
    schema: { maxLength: 32 },
    test: (text) => text === '' || EMOJI.test(text),
    message: {
      en: 'must be one emoji, or empty to take the reaction back',
      ru: 'должно быть одним эмодзи или пустой строкой, чтобы снять реакцию',
    },
  })
  emoji!: string;
}

/** It becomes a property of the message it stands on once WhatsApp has it, see `SentReactions`; the history shows no row of its own. */
export const REACTION: SendType<OutgoingReactionDto> = {
  fields: {},
  payload: {
    problems: ({ messageId, wamid }) => {
      if (messageId === undefined && wamid === undefined) return [problem('messageId', 'NEEDED')];
      return messageId === undefined || wamid === undefined ? [] : [problem('wamid', 'NOT_FOR_TYPE')];
    },
    toDetails: ({ emoji }) => ({ emoji }),
    subject: ({ messageId, wamid }) =>
      messageId === undefined
        ? { field: 'reaction.wamid', ref: wamid ?? '' }
        : { field: 'reaction.messageId', ref: messageId },
  },
  example: { summary: 'Reaction', value: { type: 'reaction', reaction: { messageId: 458, emoji: '👍' } } },
};
