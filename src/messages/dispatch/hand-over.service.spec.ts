import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { FakeClock } from '../../common/clock.js';
import { Logger } from '../../common/logger.js';
import { OutgoingRepository, type OutgoingState } from '../outgoing.repository.js';
import { Dispatcher } from './dispatcher.service.js';
import { HandOver } from './hand-over.service.js';
import { NumberRate } from './number-rate.service.js';
import { OutcomeBoard } from './outcome-board.js';

const AT = new Date('2026-03-01T12:00:00.000Z');
const LATER = new Date('2026-03-01T12:00:06.000Z');
const CHAT = { chatId: 123, channelId: 1 };
const ENTERED = { messageId: 456, isLeased: false, started: undefined };

function queued(given: Partial<OutgoingState> = {}): OutgoingState {
  return {
    id: 456,
    chatId: 123,
    content: 'Здравствуйте!',
    status: 'pending',
    timestamp: AT,
    wamid: null,
    clientMessageId: null,
    bodyHash: null,
    error: null,
    attemptState: 'queued',
    attempts: 1,
    attemptAt: AT,
    nextAt: AT,
    scheduledAt: null,
    seenAt: AT,
    isPaused: false,
    postingAt: null,
    ...given,
  };
}

describe('HandOver.after', () => {
  const dataSource = new DataSource({ type: 'postgres' });
  let states: OutgoingState[];
  let board: OutcomeBoard;
  let handOver: HandOver;

  // Timers never fire: what waits for one does not come back.
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['performance', 'nextTick', 'setImmediate', 'queueMicrotask'] });
    const outgoing = new OutgoingRepository(dataSource, new FakeClock(AT));
    jest.spyOn(outgoing, 'findState').mockImplementation(() => Promise.resolve(states[0] ?? queued()));
    board = new OutcomeBoard();
    const dispatcher: Dispatcher = Object.create(Dispatcher.prototype);
    handOver = new HandOver(
      dispatcher,
      new NumberRate(dataSource, new FakeClock(AT), new Logger('silent')),
      board,
      outgoing,
    );
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    ['waits for a channel that is paused', queued({ isPaused: true })],
    ['waits for a limit', queued({ nextAt: LATER })],
    ['was cancelled', queued({ status: 'failed', attemptState: 'refused' })],
  ])('answers at once where the message %s', async (_, state) => {
    states = [state];
    expect(await handOver.after(CHAT, ENTERED, false)).toBe(state);
  });

  it('waits for word of a message that only waits its turn', async () => {
    states = [queued()];
    const isAnswered = jest.fn<() => void>();
    const answer = handOver.after(CHAT, ENTERED, false).finally(isAnswered);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(isAnswered).not.toHaveBeenCalled();
    const sent = queued({ status: 'sent', attemptState: 'accepted' });
    states = [sent];
    board.tell(456);
    expect(await answer).toBe(sent);
  });

  it('waits for nothing where the client does not want to', async () => {
    states = [queued()];
    expect(await handOver.after(CHAT, ENTERED, true)).toBe(states[0]);
  });
});
