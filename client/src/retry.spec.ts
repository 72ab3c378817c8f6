import { describe, expect, it } from '@jest/globals';
import { ApiProblem, NetworkError, type Problem } from './problem.js';
import { backoffMs, DEFAULT_RETRY, retryDelayMs } from './retry.js';

const problem = (status: number, code?: string, retryAfter?: number): ApiProblem =>
  new ApiProblem(status, code === undefined ? undefined : ({ code } as Problem), retryAfter);

describe('retryDelayMs', () => {
  it.each([
    ['a network that failed', new NetworkError('x'), true],
    ['too many requests', problem(429, 'TOO_MANY_REQUESTS', 1), true],
    ['a server that is overloaded', problem(503, 'OVERLOADED'), true],
    ['a send still at work', problem(409, 'IDEMPOTENCY_IN_FLIGHT', 2), true],
    ['a proxy without a server', problem(502), true],
    ['a proxy that waited too long', problem(504), true],
    ['a refusal of WhatsApp, told by the server', problem(502, 'PROVIDER_AUTH'), false],
    ['a longer pause than a person waits', problem(429, 'TOO_MANY_REQUESTS', 31), false],
    ['a wrong request', problem(400, 'VALIDATION'), false],
    ['a closed window', problem(409, 'WINDOW_CLOSED'), false],
    ['a fault of the server', problem(500, 'INTERNAL'), false],
    ['an error of the caller', new TypeError('x'), false],
  ])('tries again after %s: %s', (_, failure, expected) => {
    expect(retryDelayMs(failure, 0, DEFAULT_RETRY, 0.5) !== undefined).toBe(expected);
  });

  it('ends after as many tries as told', () => {
    const rules = { ...DEFAULT_RETRY, tries: 3 };
    const delays = [0, 1, 2].map((attempt) => retryDelayMs(new NetworkError('x'), attempt, rules, 0));
    expect(delays).toEqual([200, 400, undefined]);
  });

  it('never waits less than the server asks', () => {
    expect(retryDelayMs(problem(503, 'OVERLOADED', 5), 0, DEFAULT_RETRY, 0)).toBe(5_000);
    expect(retryDelayMs(problem(503, 'OVERLOADED', 5), 0, DEFAULT_RETRY, 0.999)).toBe(5_999);
    expect(retryDelayMs(problem(503, 'OVERLOADED', 0), 0, DEFAULT_RETRY, 0)).toBe(200);
  });
});

describe('backoffMs', () => {
  it('grows to its limit and lies between half and all of it', () => {
    const rules = { baseMs: 100, maxMs: 1_000 };
    expect([0, 1, 2, 3, 4, 100].map((attempt) => backoffMs(attempt, rules, 0))).toEqual([50, 100, 200, 400, 500, 500]);
    expect([0, 4].map((attempt) => backoffMs(attempt, rules, 1))).toEqual([100, 1_000]);
  });
});
