import type { StoredTemplate } from './template-parts.js';

const BODY = {
  type: 'BODY',
  text: 'Здравствуйте, {{customer}}! Заказ {{order}} готов.',
  example: {
    body_text_named_params: [
      { param_name: 'customer', example: 'Айгуль' },
      { param_name: 'order', example: '12345' },
    ],
  },
};

export function named(...others: Record<string, unknown>[]): StoredTemplate {
  return {
    name: 'order_ready',
    language: 'ru',
    category: 'UTILITY',
    parameterFormat: 'named',
    components: [BODY, ...others],
  };
}

export function positional(text: string, ...others: Record<string, unknown>[]): StoredTemplate {
  return {
    name: 'tracking',
    language: 'ru',
    category: 'UTILITY',
    parameterFormat: 'positional',
    components: [{ type: 'BODY', text }, ...others],
  };
}

export const FILL = { parameters: { customer: 'Айгуль', order: '12345' } };
