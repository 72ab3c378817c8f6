import { ApiError } from '../../common/errors/api-error.js';
import { cancelRefusal, retryRefusal } from '../domain/hand-rules.js';
import { HISTORY_EXAMPLES } from '../history-document.js';
import type { MessageDto, MessageStoryDto } from './message-hand.dto.js';

export const RETRY_DESCRIPTION = `Makes a new attempt of a message that has \`failed\` and waits for WhatsApp up to 10 s, as \`send\` does.

It waits its turn in its chat, and goes before messages that were written later. 409 \`MESSAGE_STATE\` where the message has not failed, where WhatsApp never said what became of it (unless \`acceptDuplicate\` is true), and where WhatsApp does not want it again: a marketing message it held back (131049, for 24 hours), a customer who opted out (131050).`;

export const RETRY_EXAMPLES = {
  again: { summary: 'Send it again', value: {} },
  unknown: { summary: 'Also where the customer may already have it', value: { acceptDuplicate: true } },
};

const { value: PAGE } = HISTORY_EXAMPLES.page;

function example(given: Partial<MessageDto>): MessageDto[] {
  return PAGE.messages
    .filter(({ fromMe }) => fromMe)
    .map((message) => ({ ...message, chatId: 123, attempts: 1, nextAttemptAt: null, versions: [], ...given }));
}

export const MESSAGE_EXAMPLES = {
  read: { summary: 'A message the customer has read', value: example({})[0] },
};

export const CANCELLED_EXAMPLES = {
  cancelled: {
    summary: 'Cancelled',
    value: example({
      whatsappMessageId: null,
      status: 'failed',
      delivered: false,
      read: false,
      sentAt: null,
      deliveredAt: null,
      readAt: null,
      failedAt: '2025-12-09T12:35:10.000Z',
      error: {
        code: 'CANCELLED',
        title: 'The message was cancelled before it was handed to WhatsApp.',
        action: 'Nothing; write the message again if it is needed after all.',
        provider: null,
      },
    })[0],
  },
};

const STORY: MessageStoryDto = {
  messageId: 457,
  story: [
    { at: '2025-12-09T12:35:00.000Z', kind: 'queued', text: 'Queued by operator@example.com.' },
    { at: '2025-12-09T12:35:00.100Z', kind: 'began', text: 'Attempt 1: on its way to WhatsApp.' },
    { at: '2025-12-09T12:35:00.400Z', kind: 'accepted', text: 'WhatsApp accepted it.' },
    { at: '2025-12-09T12:35:01.000Z', kind: 'sent', text: 'Sent on by WhatsApp.' },
    { at: '2025-12-09T12:35:02.000Z', kind: 'delivered', text: 'Delivered to the customer’s phone.' },
    {
      at: '2025-12-09T12:36:00.000Z',
      kind: 'read',
      text: 'Read by the customer; this was reported before “delivered”.',
    },
  ],
};

export const STORY_EXAMPLES = { read: { summary: 'A message the customer has read', value: STORY } };

/** What a retry may not: shown by the case that an operator can do something about. */
export const RETRY_REFUSAL: ApiError =
  retryRefusal(
    { direction: 'out', status: 'failed', attempts: 1, isUncertain: true, error: null, failedAt: null },
    false,
    new Date(0),
  ) ?? new ApiError('MESSAGE_STATE');

export const CANCEL_REFUSAL: ApiError = cancelRefusal();
