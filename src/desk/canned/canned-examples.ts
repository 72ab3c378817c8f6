/** Bodies of the routes of canned responses, as Swagger shows them. */
export const CREATE_CANNED_EXAMPLES = {
  own: {
    summary: 'One of your own',
    value: {
      shortcut: 'минутку',
      text: '{{customer.firstName|Здравствуйте}}, минутку, уточняю и сразу напишу.',
      shared: false,
    },
  },
  shared: {
    summary: 'One for everybody (supervisors, administrators)',
    value: { shortcut: 'график', text: '{{channel.name}} работает ежедневно с 9:00 до 20:00.', shared: true },
  },
};

export const UPDATE_CANNED_EXAMPLES = {
  text: { summary: 'Another text', value: { text: 'Минутку, {{customer.firstName|сейчас}} уточню.' } },
};

export const RENDER_CANNED_EXAMPLES = {
  chat: { summary: 'For a chat', value: { chatId: 123 } },
};
