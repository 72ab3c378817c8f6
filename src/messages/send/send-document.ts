import type { ApiHeaderOptions } from '@nestjs/swagger';
import { ApiError } from '../../common/errors/api-error.js';
import { ErrorCode } from '../../common/errors/error-catalogue.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { OwnFailure, ownFailure } from '../domain/message-error.js';
import { sendFailure } from './send-answer.js';
import type { SendMessageResponseDto } from './send-message.dto.js';
import { FILE_HEADER_EXAMPLES, INTERACTIVE_EXAMPLES } from './types/interactive-examples.js';
import { TEMPLATE_EXAMPLES } from './types/template-examples.js';
import type { SendType } from './types/send-type.js';
import { SENDABLE_TYPES, sendTypeOf } from './types/send-types.js';

export const SEND_DESCRIPTION = `Stores the message, hands it to WhatsApp and waits up to 10 s for the answer.

- **200**: WhatsApp has it; \`messageId\` is its wamid. Receipts then move \`status\` on to \`delivered\` and \`read\`.
- **202**: stored and under way, or waiting for its \`scheduledAt\`; \`messageId\` is null and \`status\` is \`pending\`. It is never sent twice.
- An error with a \`message\` in it: the message is stored as \`failed\`. An error without: nothing was stored.

Free-form messages may be sent for 24 hours after the customer last wrote; later the answer is 409 \`WINDOW_CLOSED\`. A \`template\` may be sent at any time; what it is filled in with is checked before anything is stored. Any other scheduled message must fall into them by what is known when it is scheduled, and is asked again at its time; its file is fetched at once.

\`to\` finds the chat by its number; a template makes the chat that is missing, for any other message the answer is 409 \`WINDOW_CLOSED\`. A message that is sent at once reopens a closed chat, a scheduled one leaves it as it is.`;

/** The drop-down of Swagger UI: the contract's own examples. */
export const SEND_EXAMPLES = {
  ...withChat(Object.fromEntries(SENDABLE_TYPES.map((type) => [type, sendTypeOf(type).example]))),
  ...withChat(INTERACTIVE_EXAMPLES),
  ...withChat(FILE_HEADER_EXAMPLES),
  ...withChat(TEMPLATE_EXAMPLES),
  outsideWindow: {
    summary: 'Template to a customer who has been silent for days',
    value: {
      chatId: 206,
      type: 'template',
      template: { name: 'order_ready', language: 'ru', parameters: { customer: 'Айгуль', order: '12345' } },
    },
  },
  templateToNumber: {
    summary: 'Template to a number that never wrote',
    value: {
      to: { channelId: 1, phone: '+7 (701) 765-43-21' },
      type: 'template',
      template: {
        name: 'delivery_tracking',
        language: 'ru',
        parameters: ['Ерлан', 'завтра с 10 до 12'],
        header: { text: '12345' },
        buttons: [{ index: 0, value: '12345' }],
      },
    },
  },
  templateWithImage: {
    summary: 'Marketing template with an image and a code',
    value: {
      chatId: 123,
      type: 'template',
      template: {
        name: 'spring_sale',
        language: 'ru',
        parameters: ['Айгуль', '20 %'],
        header: { mediaUrl: 'https://example.com/photo.jpg' },
        buttons: [{ index: 0, value: 'SPRING20' }],
      },
    },
  },
  toNumber: {
    summary: 'Text to a number',
    value: { to: { channelId: 1, phone: '+7 (701) 123-45-67' }, message: 'Здравствуйте! Ваш заказ готов к выдаче.' },
  },
  idempotent: {
    summary: 'Text with your own id: safe to repeat',
    value: { chatId: 123, message: 'Привет!', clientMessageId: '5b1a3f0e-7c1d-4a55-9a0e-0d7a2f1f6f10' },
  },
  reply: {
    summary: 'Reply to a message',
    value: { chatId: 123, message: 'Да, можно.', replyTo: 458 },
  },
};

function withChat(examples: Readonly<Record<string, SendType['example']>>): Record<string, SendType['example']> {
  return Object.fromEntries(
    Object.entries(examples).map(([name, { summary, value }]) => [name, { summary, value: { chatId: 123, ...value } }]),
  );
}

const SENT: SendMessageResponseDto = {
  success: true,
  messageId: 'wamid.HBgNNzk...',
  message: {
    id: 456,
    chatId: 123,
    content: 'Здравствуйте! Ваш заказ готов к выдаче.',
    status: 'sent',
    timestamp: '2025-12-09T12:34:56.000Z',
  },
};

export const SENT_EXAMPLES = { sent: { summary: 'WhatsApp has it', value: SENT } };

export const PENDING_EXAMPLES = {
  pending: {
    summary: 'Under way',
    value: { ...SENT, messageId: null, message: { ...SENT.message, status: 'pending', substate: 'queued' } },
  },
  scheduled: {
    summary: 'Waiting for its time',
    value: {
      ...SENT,
      messageId: null,
      message: {
        ...SENT.message,
        status: 'pending',
        substate: 'scheduled',
        nextAttemptAt: '2025-12-10T04:00:00.000Z',
      },
    },
  },
};

export const PREFER_HEADER: ApiHeaderOptions = {
  name: 'Prefer',
  required: false,
  description: '`respond-async` answers 202 as soon as the message is stored.',
  schema: { type: 'string', enum: ['respond-async'] },
};

/** Errors of a message that is stored as `failed`, as they look when Meta has spoken. */
export const FAILED_SEND_ERRORS: ApiError[] = [
  failed('CANCELLED'),
  failed('UNKNOWN_OUTCOME'),
  failed('MESSAGING_LIMIT'),
  refused(131026, 'Message undeliverable'),
  refused(131053, 'Media upload error'),
  refused(190, 'Error validating access token: the session has expired.'),
  failed('UPSTREAM'),
];

/** Every error of `send`. */
export const SEND_ERRORS: (ErrorCode | ApiError)[] = [
  wrongMessage(),
  'MEDIA_URL_INVALID',
  'MEDIA_URL_BLOCKED',
  'MEDIA_UNREACHABLE',
  'MEDIA_TOO_LARGE',
  'MEDIA_TYPE',
  'CHAT_NOT_FOUND',
  'CHAT_OF_ANOTHER',
  new ApiError('WINDOW_CLOSED', { extra: { nextStep: 'template' } }),
  'TEMPLATE_NOT_FOUND',
  'TEMPLATE_NOT_APPROVED',
  'CUSTOMER_BLOCKED',
  new ApiError('CHAT_MERGED', { extra: { mergedInto: 45 } }),
  'IDEMPOTENCY_IN_FLIGHT',
  'IDEMPOTENCY_MISMATCH',
  'WABA_NOT_CONFIGURED',
  ...FAILED_SEND_ERRORS,
];

function wrongMessage(): ApiError {
  const message = { en: 'must be a text that is not blank', ru: 'должно быть непустым текстом' };
  return validationError([{ field: 'message', code: 'TEXT', message }]);
}

function failed(own: OwnFailure): ApiError {
  return sendFailure(ownFailure(own), { ...SENT.message, status: 'failed' }, 'en');
}

function refused(code: number, title: string): ApiError {
  const failure = { code, subcode: null, title, details: null, fbtraceId: 'AbCdEfGhIjK' };
  return sendFailure(failure, { ...SENT.message, status: 'failed' }, 'en');
}
