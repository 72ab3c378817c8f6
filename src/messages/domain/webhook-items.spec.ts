import { describe, expect, it } from '@jest/globals';
import { anInbound } from './inbound.fixture.js';
import { inboundTimestamp, isWrittenByCustomer } from './webhook-items.js';

const RECEIVED = new Date('2026-03-01T12:00:00.000Z');

describe('inboundTimestamp', () => {
  it.each([
    ['2026-03-01T11:59:59.000Z', '2026-03-01T11:59:59.000Z'],
    ['2026-02-22T12:00:00.000Z', '2026-02-22T12:00:00.000Z'],
    ['2026-03-01T12:00:00.000Z', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T12:00:01.000Z', '2026-03-01T12:00:00.000Z'],
    [null, '2026-03-01T12:00:00.000Z'],
  ])('of Meta’s %s is %s', (timestamp, expected) => {
    const inbound = anInbound({ timestamp: timestamp === null ? null : new Date(timestamp) }, { receivedAt: RECEIVED });
    expect(inboundTimestamp(inbound).toISOString()).toBe(expected);
  });
});

describe('isWrittenByCustomer', () => {
  it.each([
    ['text', true],
    ['image', true],
    ['unsupported', true],
    ['a type of next year', true],
    ['system', false],
  ])('of the type %j: %s', (type, expected) => {
    expect(isWrittenByCustomer(anInbound({ type }))).toBe(expected);
  });
});
