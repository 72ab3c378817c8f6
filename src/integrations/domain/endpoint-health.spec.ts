import { describe, expect, it } from '@jest/globals';
import { judgeFailure } from './endpoint-health.js';

const NOW = new Date('2026-03-04T12:00:00.000Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

describe('judgeFailure', () => {
  it.each([
    ['a first failure begins them', null, 0, 500, { failingSince: NOW, failures: 1, pause: null }],
    ['a day with few failures is borne', hoursAgo(25), 50, 500, { failures: 51, pause: null }],
    ['a day with a hundred is not', hoursAgo(24), 99, 500, { failures: 100, pause: 'failing' }],
    ['a hundred within a day are borne', hoursAgo(23), 500, 500, { failures: 501, pause: null }],
    ['three days are not', hoursAgo(72), 3, 500, { failingSince: hoursAgo(72), pause: 'failing' }],
    ['410 ends it at once', null, 0, 410, { failures: 1, pause: 'gone' }],
  ])('%s', (_, failingSince, failures, status, expected) => {
    expect(judgeFailure({ failingSince, failures }, status, NOW)).toMatchObject(expected);
  });
});
