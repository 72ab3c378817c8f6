import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ScheduleDesk, startScheduleDesk } from '../support/schedule-desk.js';

const DAY = 24 * 3600;

describe('scheduledAt', () => {
  let desk: ScheduleDesk;

  beforeAll(async () => {
    desk = await startScheduleDesk();
  });
  afterAll(() => desk.hand.desk.close());

  it.each([
    ['a second ago', -1],
    ['a year ago', -365 * DAY],
    ['more than 30 days ahead', 30 * DAY + 1],
  ])('is refused for %s', async (_, seconds) => {
    const { chatId } = await desk.hand.aChat();
    const before = await desk.hand.desk.sendTraces();
    const answer = await desk.schedule(chatId, 'x', seconds);
    expect([answer.status, answer.body.errors]).toEqual([
      400,
      [{ field: 'scheduledAt', code: 'TIME_RANGE', message: 'must be a time from now to 30 days ahead' }],
    ]);
    expect(await desk.hand.desk.sendTraces()).toEqual(before);
  });

  it.each([
    null,
    1_772_366_400_000,
    '',
    'tomorrow',
    '2026-03-01',
    '2026-03-01T13:00:00',
    '2026-02-30T13:00:00Z',
    '2026-03-01T25:00:00Z',
    '+012026-03-01T13:00:00Z',
    '2026-03-01T13:00:00Z\u0000',
    [],
    {},
  ])('is refused for %j', async (scheduledAt) => {
    const { chatId } = await desk.hand.aChat();
    const answer = await desk.hand.call<{ errors: { field: string }[] }>('POST', '/api/waba/operator/send', {
      body: { chatId, message: 'x', scheduledAt },
    });
    expect([answer.status, answer.body.errors[0]?.field]).toEqual([400, 'scheduledAt']);
  });
});
