import { beforeEach, describe, it, expect } from '@jest/globals';
import { FakeClock } from '../common/clock.js';
import { Customer } from './customers/customer.js';
import { NO_FAULTS } from './faults.js';
import { FaultsService } from './faults.service.js';

const clock = new FakeClock(new Date('2025-12-09T12:00:00.000Z'));
const aigul = person('77011234567', 'KZ.1');
const other = person('77019999999', 'KZ.2');
const hidden = person(null, 'KZ.3');

let faults: FaultsService;
beforeEach(() => {
  faults = new FaultsService(clock);
});

function person(waId: string | null, bsuid: string): Customer {
  const rest = {
    name: 'a',
    username: undefined,
    fate: 'ordinary' as const,
    line: 'by-fate' as const,
    answers: false,
    throttledTimes: 0,
  };
  return { ...rest, waId, bsuid, answersGiven: 0, lastInboundAt: new Map(), blockedBy: new Set() };
}

/** How often the fault strikes in five messages. */
function strikes(customer: Customer): number {
  return [1, 2, 3, 4, 5].filter(() => faults.take('refuse', customer) !== undefined).length;
}

describe('FaultsService', () => {
  it.each<[string, number | 'always', number]>([
    ['once', 1, 1],
    ['three times', 3, 3],
    ['always', 'always', 5],
  ])('lets a fault strike %s', (_name, times, expected) => {
    faults.set({ refuse: { code: 4, times } });
    expect(strikes(aigul)).toBe(expected);
  });

  it('counts only messages of the customer it is for', () => {
    faults.set({ refuse: { code: 4, times: 2, phone: '+7 701 123-45-67' } });
    expect([strikes(other), strikes(hidden), strikes(aigul)]).toEqual([0, 0, 2]);
    faults.set({ refuse: { code: 4, times: 2, phone: 'KZ.3' } });
    expect([strikes(aigul), strikes(hidden)]).toEqual([0, 2]);
  });

  it('replaces the whole set, and does not share it with who gave it', () => {
    const given = { refuse: { code: 4, times: 1 }, delayMs: 5 };
    faults.set(given);
    expect(strikes(aigul)).toBe(1);
    expect(given.refuse.times).toBe(1);
    faults.set({ receipts: 'none' });
    expect(faults.show()).toEqual({ ...NO_FAULTS, receipts: 'none' });
  });

  it('changes single faults and takes single ones back', () => {
    faults.set({ refuse: { code: 4, times: 2 }, delayMs: 5, receipts: 'none' });
    faults.take('refuse', aigul);
    faults.change({ webhookCopies: 2, delayMs: null });
    expect(faults.show()).toEqual({
      ...NO_FAULTS,
      refuse: { code: 4, times: 1 },
      receipts: 'none',
      webhookCopies: 2,
    });
    faults.change({ refuse: null });
    expect(strikes(aigul)).toBe(0);
  });

  it('lets a customer obey an own set alone, by phone and by BSUID', () => {
    faults.set({ delayMs: 1, refuse: { code: 4, times: 'always' } });
    faults.set({ receipts: 'none' }, '+77011234567');
    faults.set({ receipts: 'shuffled' }, 'KZ.3');
    expect(faults.of(aigul)).toEqual({ ...NO_FAULTS, receipts: 'none' });
    expect(faults.of(hidden)).toEqual({ ...NO_FAULTS, receipts: 'shuffled' });
    expect([strikes(aigul), strikes(other)]).toEqual([0, 5]);
    faults.set({ delayMs: 2 });
    expect([faults.of(aigul).receipts, faults.of(other).delayMs]).toEqual(['none', 2]);
    faults.clear('77011234567');
    expect([faults.of(aigul).delayMs, faults.of(hidden).receipts]).toEqual([2, 'shuffled']);
    faults.reset();
    expect([faults.of(hidden), faults.of(other)]).toEqual([NO_FAULTS, NO_FAULTS]);
  });

  it('throttles for a time, from the moment it is set', () => {
    faults.set({ throttle: { code: 131056, forMs: 6000, phone: '77011234567' } });
    clock.advance(5999);
    faults.change({ delayMs: 1 });
    expect([faults.throttleCode(aigul), faults.throttleCode(other)]).toEqual([131056, undefined]);
    clock.advance(1);
    expect(faults.throttleCode(aigul)).toBeUndefined();
    faults.change({ throttle: { code: 4, forMs: 1 } });
    expect(faults.throttleCode(other)).toBe(4);
    faults.change({ throttle: null });
    expect(faults.throttleCode(other)).toBeUndefined();
  });
});
