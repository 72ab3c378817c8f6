import { describe, expect, it } from '@jest/globals';
import { renderExample, renderTemplate } from './render-template.js';
import { partsOf } from './template-parts.js';
import { FILL, named, positional } from './template.fixture.js';
import { toMeta } from './to-meta.js';

const HEADER = { type: 'HEADER', format: 'TEXT', text: 'Заказ {{1}}', example: { header_text: ['777'] } };
const FOOTER = { type: 'FOOTER', text: 'Ответьте {{1}}' };

describe('renderTemplate', () => {
  it.each([
    ['names', named(), FILL, 'Здравствуйте, Айгуль! Заказ 12345 готов.'],
    [
      'header and footer',
      positional('{{1}}, да', HEADER, FOOTER),
      { parameters: ['А'], header: { text: '5' } },
      'Заказ 5\n\nА, да\n\nОтветьте {{1}}',
    ],
    [
      'values that look like placeholders, once',
      positional('{{1}} {{2}}'),
      { parameters: ['{{2}}', '{{1}}'] },
      '{{2}} {{1}}',
    ],
    ['what replace() would expand', positional('{{1}}!'), { parameters: ['$&$1$`'] }, '$&$1$`!'],
    ['a value that is missing', positional('{{1}} {{2}}'), { parameters: ['a'] }, 'a {{2}}'],
  ])('puts in %s', (_, template, fill, expected) => {
    expect(renderTemplate(partsOf(template), fill)).toBe(expected);
  });

  it('shows the examples', () => {
    expect(renderExample(partsOf(named()))).toBe('Здравствуйте, Айгуль! Заказ 12345 готов.');
    expect(renderExample(partsOf(positional('Да', HEADER)))).toBe('Заказ 777\n\nДа');
  });
});

describe('toMeta', () => {
  it.each([
    ['nothing to fill in', positional('Здравствуйте!'), {}, []],
    [
      'names',
      named(),
      FILL,
      [
        {
          type: 'body',
          parameters: [
            { type: 'text', parameter_name: 'customer', text: 'Айгуль' },
            { type: 'text', parameter_name: 'order', text: '12345' },
          ],
        },
      ],
    ],
    [
      'places, in the order of their numbers',
      positional('{{2}} {{1}}'),
      { parameters: ['a', 'b'] },
      [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
      ],
    ],
    [
      'a header of text',
      positional('a', HEADER),
      { header: { text: '5' } },
      [{ type: 'header', parameters: [{ type: 'text', text: '5' }] }],
    ],
    [
      'a document, its id still to come',
      positional('a', { type: 'HEADER', format: 'DOCUMENT' }),
      { header: { mediaUrl: 'https://x', filename: 'a.pdf' } },
      [{ type: 'header', parameters: [{ type: 'document', document: { filename: 'a.pdf' } }] }],
    ],
    [
      'a location',
      positional('a', { type: 'HEADER', format: 'LOCATION' }),
      { header: { location: { latitude: 1, longitude: 2, name: 'n', address: 'a' } } },
      [
        {
          type: 'header',
          parameters: [{ type: 'location', location: { latitude: 1, longitude: 2, name: 'n', address: 'a' } }],
        },
      ],
    ],
    [
      'buttons',
      positional('a', {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Да' },
          { type: 'URL', text: 'Т', url: 'https://x/{{1}}' },
          { type: 'COPY_CODE', text: 'К' },
          { type: 'QUICK_REPLY', text: 'Нет' },
        ],
      }),
      {
        buttons: [
          { index: 1, value: '5' },
          { index: 2, value: 'S20' },
          { index: 0, value: 'YES' },
        ],
      },
      [
        { type: 'button', index: '0', sub_type: 'quick_reply', parameters: [{ type: 'payload', payload: 'YES' }] },
        { type: 'button', index: '1', sub_type: 'url', parameters: [{ type: 'text', text: '5' }] },
        {
          type: 'button',
          index: '2',
          sub_type: 'copy_code',
          parameters: [{ type: 'coupon_code', coupon_code: 'S20' }],
        },
      ],
    ],
  ])('makes %s', (_, template, fill, components) => {
    const { name, language } = template;
    expect(toMeta(template, partsOf(template), fill)).toEqual({ name, language: { code: language }, components });
  });

  it('gives the button of a one-time password the code of the text', () => {
    const button = { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'C', url: 'https://w/otp{{1}}' }] };
    const template = { ...positional('{{1}}', button), category: 'AUTHENTICATION' };
    expect(toMeta(template, partsOf(template), { parameters: ['123456'] }).components[1]).toEqual({
      type: 'button',
      index: '0',
      sub_type: 'url',
      parameters: [{ type: 'text', text: '123456' }],
    });
  });

  it.each([
    [[{ type: 'BODY' }]],
    [
      [
        { type: 'BODY', text: 5, example: 'x' },
        { type: 'BUTTONS', buttons: 'x' },
      ],
    ],
    [[{ type: 'HEADER', format: 'GIF' }, { type: 'BUTTONS', buttons: [null, { type: 'FLOW' }] }, {}]],
    [[{ type: 'BODY', text: '{{a}}', example: { body_text: 'x', body_text_named_params: [null, 5] } }]],
  ])('bears components that are not as they should be: %j', (components) => {
    for (const parameterFormat of ['named', 'positional'] as const) {
      const template = { ...positional(''), parameterFormat, components };
      expect(() => toMeta(template, partsOf(template), {})).not.toThrow();
      expect(() => renderExample(partsOf(template))).not.toThrow();
    }
  });
});
