/** The drop-downs of Swagger UI. */
export const CREATE_ENDPOINT_EXAMPLES = {
  crm: {
    summary: 'What customers write and what did not reach them',
    value: {
      url: 'https://crm.example.com/hooks/whatsapp',
      name: 'CRM',
      events: ['message.received', 'message.failed'],
      channelIds: [1],
    },
  },
  all: { summary: 'Everything', value: { url: 'https://crm.example.com/hooks/whatsapp' } },
  local: {
    summary: 'A program on this machine (sandbox only)',
    value: { url: 'http://localhost:5000/hook', name: 'Mine' },
  },
};

export const UPDATE_ENDPOINT_EXAMPLES = {
  resume: { summary: 'Go on after a pause', value: { paused: false } },
  pause: { summary: 'Send nothing more', value: { paused: true } },
  filter: { summary: 'Other events', value: { events: ['message.received'], channelIds: [] } },
  url: { summary: 'Another place', value: { url: 'https://crm.example.com/hooks/v2' } },
};

export const REDELIVER_EXAMPLES = {
  failed: { summary: 'What was given up', value: { limit: 1000 } },
  range: {
    summary: 'Everything of an hour',
    value: { state: 'delivered', from: '2025-12-09T12:00:00Z', to: '2025-12-09T13:00:00Z', limit: 10_000 },
  },
};
