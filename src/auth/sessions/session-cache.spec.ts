import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SessionState } from '../domain/session-state.js';
import { FRESH_MS } from './fresh-cache.js';
import { SessionCache } from './session-cache.js';
import { SessionRepository } from './session.repository.js';

const SID = '0d0e7a11-4c5b-4c57-9d34-5f1f7b1e2a01';

function state(isRevoked: boolean): SessionState {
  return {
    id: SID,
    userId: 5,
    email: 'operator@example.com',
    name: 'Anna',
    role: 'operator',
    isDisabled: false,
    isRevoked,
    expiresAt: new Date('2026-03-01T12:00:00.000Z'),
  };
}

describe('SessionCache', () => {
  const findState = jest.fn<SessionRepository['findState']>();
  let cache: SessionCache;

  beforeEach(() => {
    jest.useFakeTimers();
    findState.mockReset();
    cache = new SessionCache({ findState } as Pick<SessionRepository, 'findState'> as SessionRepository);
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks once for requests that come together', async () => {
    findState.mockResolvedValue(state(false));
    await Promise.all([cache.find(SID), cache.find(SID), cache.find(SID)]);
    expect(findState).toHaveBeenCalledTimes(1);
  });

  it('asks again when the answer is older than half a second, counted from the question', async () => {
    const slow = Promise.withResolvers<SessionState>();
    findState.mockReturnValueOnce(slow.promise).mockResolvedValueOnce(state(true));
    const first = cache.find(SID);
    jest.advanceTimersByTime(FRESH_MS - 100);
    slow.resolve(state(false));
    await expect(first).resolves.toMatchObject({ isRevoked: false });
    jest.advanceTimersByTime(100);
    await expect(cache.find(SID)).resolves.toMatchObject({ isRevoked: false });
    jest.advanceTimersByTime(1);
    await expect(cache.find(SID)).resolves.toMatchObject({ isRevoked: true });
  });

  it('asks again after it was cleared, also while a question is under way', async () => {
    const slow = Promise.withResolvers<SessionState>();
    findState.mockReturnValueOnce(slow.promise).mockResolvedValueOnce(state(true));
    const first = cache.find(SID);
    cache.clear();
    await expect(cache.find(SID)).resolves.toMatchObject({ isRevoked: true });
    slow.resolve(state(false));
    await first;
    await expect(cache.find(SID)).resolves.toMatchObject({ isRevoked: true });
  });

  it('keeps sessions apart', async () => {
    findState.mockImplementation((id) => Promise.resolve({ ...state(false), id }));
    await expect(cache.find(SID)).resolves.toMatchObject({ id: SID });
    await expect(cache.find('another')).resolves.toMatchObject({ id: 'another' });
  });

  it('never answers from memory when the database fails', async () => {
    findState.mockResolvedValueOnce(state(false));
    await cache.find(SID);
    jest.advanceTimersByTime(FRESH_MS + 1);
    findState.mockRejectedValueOnce(new Error('away'));
    await expect(cache.find(SID)).rejects.toThrow('away');
    findState.mockResolvedValueOnce(state(false));
    await expect(cache.find(SID)).resolves.toMatchObject({ isRevoked: false });
  });

  it('gives up on a database that does not answer', async () => {
    findState.mockReturnValue(new Promise(() => undefined));
    const answer = cache.find(SID);
    jest.advanceTimersByTime(1_500);
    await expect(answer).rejects.toMatchObject({ code: 'DB_UNAVAILABLE' });
  });

  it('remembers a limited number of sessions', async () => {
    findState.mockImplementation((id) => Promise.resolve({ ...state(false), id }));
    for (let index = 0; index <= 10_000; index += 1) await cache.find(`s${index}`);
    findState.mockClear();
    await cache.find('s10000');
    expect(findState).not.toHaveBeenCalled();
    await cache.find('s0');
    expect(findState).toHaveBeenCalledTimes(1);
  });
});
