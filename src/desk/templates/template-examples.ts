/** For the drop-down in Swagger UI. */
export const PREVIEW_TEMPLATE_EXAMPLES = {
  named: { summary: 'Parameters by name', value: { parameters: { customer: 'Айгуль', order: '12345' } } },
  positional: { summary: 'Parameters in order', value: { parameters: ['Айгуль', '20 %'] } },
};
