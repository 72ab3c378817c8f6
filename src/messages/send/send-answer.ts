import { HttpStatus } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ApiError } from '../../common/errors/api-error.js';
import { Language, LocalizedText } from '../../common/errors/localized-text.js';
import { renderFailure, StoredFailure } from '../domain/message-error.js';
import { MessageStatus } from '../domain/message.js';
import { nextAttemptAt, substateOf } from '../domain/substate.js';
import type { OutgoingState } from '../outgoing.repository.js';
import type { SendMessageResponseDto, SentMessageDto } from './send-message.dto.js';
import type { SendResult } from './send-message.service.js';

/** 200 where WhatsApp has the message, 202 where it is under way; throws the error of the catalogue where it failed. */
export function answerSend(
  { state, isReplay }: SendResult,
  language: Language,
  reply: FastifyReply,
): SendMessageResponseDto {
  if (isReplay) void reply.header('idempotency-replayed', 'true');
  const message = toSentMessage(isReplay ? state : { ...state, status: ownStatus(state.status) });
  if (state.status === 'failed' && state.error !== null) throw sendFailure(state.error, message, language);
  void reply.status(state.status === 'pending' ? HttpStatus.ACCEPTED : HttpStatus.OK);
  return { success: true, messageId: state.status === 'pending' ? null : state.wamid, message };
}

/**
 * What this request itself achieved. A receipt can overtake our answer; how far the message has come since is told by `message-status`,
 * and a first answer stays `sent`, as the contract has it.
 */
function ownStatus(status: MessageStatus): MessageStatus {
  return status === 'delivered' || status === 'read' ? 'sent' : status;
}

function toSentMessage(state: OutgoingState): SentMessageDto {
  const substate = substateOf(state);
  const nextAt = nextAttemptAt(state);
  return {
    id: state.id,
    chatId: state.chatId,
    content: state.content,
    status: state.status,
    timestamp: state.timestamp.toISOString(),
    ...(substate === null ? {} : { substate }),
    ...(nextAt === null ? {} : { nextAttemptAt: nextAt.toISOString() }),
    ...(state.clientMessageId === null ? {} : { clientMessageId: state.clientMessageId }),
  };
}

/** The error of the catalogue for a message that is stored as `failed`, with the message and what Meta said in it. */
export function sendFailure(failure: StoredFailure, message: SentMessageDto, language: Language): ApiError {
  const { code, provider } = renderFailure(failure, language);
  const sentence = (of: keyof LocalizedText): string => {
    const { title, action } = renderFailure(failure, of);
    return `${/[.!?]$/.test(title) ? title : `${title}.`} ${action}`;
  };
  return new ApiError(code, {
    detail: { en: sentence('en'), ru: sentence('ru') },
    extra: {
      message,
      ...(provider === null ? {} : { provider }),
      ...(code === 'WINDOW_CLOSED' ? { nextStep: 'template' } : {}),
    },
  });
}
