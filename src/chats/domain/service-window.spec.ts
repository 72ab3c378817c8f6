import { describe, expect, it } from '@jest/globals';
import { assertWindowOpen } from './assert-window-open.js';
import { serviceWindow } from './service-window.js';

const WROTE = new Date('2026-03-01T12:00:00.000Z');
const END = new Date('2026-03-02T12:00:00.000Z');
const after = (ms: number, from = WROTE): Date => new Date(from.getTime() + ms);

describe('serviceWindow', () => {
  it.each<[string, { lastInboundAt: Date | null; windowClosedAt: Date | null }, Date, boolean, Date | null]>([
    ['never open where the customer never wrote', { lastInboundAt: null, windowClosedAt: null }, WROTE, false, null],
    ['not open by a refusal alone', { lastInboundAt: null, windowClosedAt: WROTE }, WROTE, false, null],
    ['open at once', { lastInboundAt: WROTE, windowClosedAt: null }, WROTE, true, END],
    ['open in its last millisecond', { lastInboundAt: WROTE, windowClosedAt: null }, after(-1, END), true, END],
    ['closed at its very end', { lastInboundAt: WROTE, windowClosedAt: null }, END, false, END],
    ['closed by a refusal', { lastInboundAt: WROTE, windowClosedAt: after(1000) }, after(2000), false, after(1000)],
    ['closed by a refusal of the same moment', { lastInboundAt: WROTE, windowClosedAt: WROTE }, after(1), false, WROTE],
    ['opened again by a later message', { lastInboundAt: WROTE, windowClosedAt: after(-1) }, after(1), true, END],
  ])('is %s', (_, facts, now, open, expiresAt) => {
    expect(serviceWindow(facts, now)).toEqual({ open, expiresAt, lastInboundAt: facts.lastInboundAt });
  });
});

describe('assertWindowOpen', () => {
  it('lets pass while it is open', () => {
    expect(() => assertWindowOpen({ lastInboundAt: WROTE, windowClosedAt: null }, after(-1, END))).not.toThrow();
  });

  it('names the template as the way on once it is closed', () => {
    expect(() => assertWindowOpen({ lastInboundAt: WROTE, windowClosedAt: null }, END)).toThrow(
      expect.objectContaining({ code: 'WINDOW_CLOSED', status: 409, options: { extra: { nextStep: 'template' } } }),
    );
  });
});
