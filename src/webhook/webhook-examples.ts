/** The drop-downs of Swagger UI. */
export const REPLAY_EXAMPLES = {
  dead: { summary: 'The dead letters', value: { state: 'dead', limit: 1000 } },
  range: {
    summary: 'Everything of an hour',
    value: { from: '2025-12-09T12:00:00Z', to: '2025-12-09T13:00:00Z', limit: 10_000 },
  },
  next: { summary: 'The next thousand', value: { afterId: 4711, limit: 1000 } },
};
