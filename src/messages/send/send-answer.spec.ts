import { describe, expect, it, jest } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import type { MessageStatus } from '../domain/message.js';
import type { OutgoingState } from '../outgoing.repository.js';
import { answerSend } from './send-answer.js';

function stateOf(status: MessageStatus): OutgoingState {
  return {
    id: 456,
    chatId: 123,
    content: 'x',
    status,
    timestamp: new Date('2025-12-09T12:34:56.000Z'),
    wamid: 'wamid.X',
    clientMessageId: null,
    bodyHash: null,
    error: null,
    attemptState: 'accepted',
    attempts: 1,
    attemptAt: new Date('2025-12-09T12:34:56.000Z'),
    nextAt: null,
    scheduledAt: null,
    seenAt: new Date('2025-12-09T12:34:56.000Z'),
    postingAt: null,
    isPaused: false,
  };
}

function answered(status: MessageStatus, isReplay: boolean): { code: unknown; status: string } {
  const reply = { status: jest.fn(), header: jest.fn() };
  const { message } = answerSend(
    { state: stateOf(status), isReplay },
    'en',
    reply as Partial<FastifyReply> as FastifyReply,
  );
  return { code: reply.status.mock.calls[0]?.[0], status: message.status };
}

describe('answerSend', () => {
  it.each(['sent', 'delivered', 'read'] as const)(
    'says sent where a receipt has made it %s before the answer',
    (status) => {
      expect(answered(status, false)).toEqual({ code: 200, status: 'sent' });
    },
  );

  it.each(['sent', 'delivered', 'read'] as const)('says %s to a repeat that comes later', (status) => {
    expect(answered(status, true)).toEqual({ code: 200, status });
  });

  it('says 202 while it is pending', () => {
    expect(answered('pending', false)).toEqual({ code: 202, status: 'pending' });
  });
});
