/** The drop-downs of Swagger UI. */
export const CREATE_CHANNEL_EXAMPLES = {
  connected: {
    summary: 'A number that can send',
    value: {
      name: 'Shop',
      phoneNumberId: '106540352242922',
      wabaId: '102290129340398',
      wabaAccessToken: 'EAAGm0PX4ZCpsBAKZC',
      rateClass: 'standard',
    },
  },
  receiving: {
    summary: 'A number that only receives, until it gets its token',
    value: { name: 'Support', phoneNumberId: '106540352242923', wabaId: '102290129340398' },
  },
};

export const UPDATE_CHANNEL_EXAMPLES = {
  token: { summary: 'A new access token', value: { wabaAccessToken: 'EAAGm0PX4ZCpsBAKZC' } },
  disconnect: { summary: 'Take the access token away', value: { wabaAccessToken: null } },
  rename: { summary: 'Another name', value: { name: 'Support' } },
  access: { summary: 'Operators see their own and unassigned chats', value: { accessPolicy: 'own_and_unassigned' } },
  readReceipts: { summary: 'Customers do not see what was read', value: { readReceipts: 'never' } },
};
