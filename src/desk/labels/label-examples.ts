/** Bodies of the routes of labels, as Swagger shows them. */
export const CREATE_LABEL_EXAMPLES = {
  label: { summary: 'A label', value: { name: 'VIP', color: '#0a7cff' } },
};

export const UPDATE_LABEL_EXAMPLES = {
  colour: { summary: 'Another colour', value: { color: '#d64045' } },
  name: { summary: 'Another name', value: { name: 'Постоянный клиент' } },
};
