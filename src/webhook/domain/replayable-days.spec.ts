import { describe, expect, it } from '@jest/globals';
import { expiredPartitions } from '../../retention/partitions.js';
import { REPLAYABLE_DAYS } from './replayable-days.js';

const DAY_MS = 86_400_000;
const TODAY = '2026-03-20';

describe('REPLAYABLE_DAYS', () => {
  it.each([0, 1])('ends before retention does, also %j days after a replay', (later) => {
    const day = new Date(Date.parse(TODAY) - REPLAYABLE_DAYS * DAY_MS).toISOString().slice(0, 10);
    const today = new Date(Date.parse(TODAY) + later * DAY_MS).toISOString().slice(0, 10);
    const partition = { name: 'webhook_inbox_old', parent: 'webhook_inbox', day, state: 'attached' } as const;
    expect(expiredPartitions([partition], today)).toEqual([]);
  });
});
