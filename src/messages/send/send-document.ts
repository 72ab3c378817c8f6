import type { ApiHeaderOptions } from '@nestjs/swagger';
import { ApiError } from '../../common/errors/api-error.js';
import { ErrorCode } from '../../common/errors/error-catalogue.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { OwnFailure, ownFailure } from '../domain/message-error.js';
import { sendFailure } from './send-answer.js';
import type { SendMessageResponseDto } from './send-message.dto.js';

export const SEND_DESCRIPTION = `Stores the message, hands it to WhatsApp and waits up to 10 s for the answer.

- **200**: WhatsApp has it; \`messageId\` is its wamid. Receipts then move \`status\` on to \`delivered\` and \`read\`.
- **202**: stored and under way, or waiting for its \`scheduledAt\`; \`messageId\` is null and \`status\` is \`pending\`. It is never sent twice.
- An error with a \`message\` in it: the message is stored as \`failed\`. An error without: nothing was stored.

Free-form messages may be sent for 24 hours after the customer last wrote; later the answer is 409 \`WINDOW_CLOSED\`. A scheduled message must fall into them by what is known when it is scheduled, and is asked again at its time; its file is fetched at once.

\`to\` finds the chat by its number and makes none: to a number that never wrote the answer is 409 \`WINDOW_CLOSED\`. A message that is sent at once reopens a closed chat, a scheduled one leaves it as it is.`;

/** The drop-down of Swagger UI: the contract's own examples. */
export const SEND_EXAMPLES = {
  text: {
    summary: 'Text',
    value: { chatId: 123, message: 'Здравствуйте! Ваш заказ готов к выдаче.' },
  },
  image: {
    summary: 'Image from a URL',
    value: {
      chatId: 123,
      type: 'image',
      mediaUrl: 'https://example.com/photo.jpg',
      message: 'Фото вашего заказа',
      caption: 'Заказ #12345',
    },
  },
  document: {
    summary: 'Document from a URL',
    value: {
      chatId: 123,
      type: 'document',
      mediaUrl: 'https://example.com/invoice.pdf',
      message: 'Счёт на оплату',
      filename: 'invoice_12345.pdf',
      caption: 'Счёт #12345',
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
} as const;

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
