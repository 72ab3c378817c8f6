import { describe, expect, it } from '@jest/globals';
import type { TemplateFill } from './template-fill.js';
import { partsOf, StoredTemplate } from './template-parts.js';
import { FILL, named, positional } from './template.fixture.js';
import { validateTemplate } from './validate-template.js';

const errorsOf = (template: StoredTemplate, fill: TemplateFill): string[] =>
  validateTemplate(template, partsOf(template), fill, 'template.').map(({ field, code }) => `${field} ${code}`);

const TEXT_HEADER = { type: 'HEADER', format: 'TEXT', text: 'Заказ {{1}}' };
const IMAGE = { type: 'HEADER', format: 'IMAGE' };
const LOCATION = { type: 'HEADER', format: 'LOCATION' };
const BUTTONS = {
  type: 'BUTTONS',
  buttons: [
    { type: 'QUICK_REPLY', text: 'Да' },
    { type: 'URL', text: 'Отследить', url: 'https://example.com/{{1}}' },
    { type: 'COPY_CODE', text: 'Код' },
    { type: 'PHONE_NUMBER', text: 'Позвонить', phone_number: '+7' },
  ],
};
const BUTTON_VALUES = [
  { index: 1, value: '12345' },
  { index: 2, value: 'SPRING20' },
];

describe('validateTemplate', () => {
  it.each<[string, StoredTemplate, TemplateFill]>([
    ['named parameters', named(), FILL],
    ['positional ones in a list', positional('{{1}} {{2}}'), { parameters: ['a', 'b'] }],
    ['positional ones by number', positional('{{1}} {{2}}'), { parameters: { 2: 'b', 1: 'a' } }],
    ['one that stands twice', positional('{{1}} {{1}}'), { parameters: ['a'] }],
    ['none where there are none', positional('Здравствуйте!'), {}],
    ['an empty list where there are none', positional('Здравствуйте!'), { parameters: [] }],
    ['a text header', positional('{{1}}', TEXT_HEADER), { parameters: ['a'], header: { text: '5' } }],
    ['a file', positional('a', IMAGE), { header: { mediaUrl: 'https://example.com/photo.jpg' } }],
    ['a location', positional('a', LOCATION), { header: { location: { latitude: 1, longitude: 2 } } }],
    ['buttons', positional('a', BUTTONS), { buttons: BUTTON_VALUES }],
    [
      'a payload for a quick reply',
      positional('a', BUTTONS),
      { buttons: [...BUTTON_VALUES, { index: 0, value: 'Y' }] },
    ],
    ['four spaces', positional('{{1}}'), { parameters: ['a    b'] }],
    ['braces in a value', positional('{{1}} {{2}}'), { parameters: ['{{2}}', '$&'] }],
    ['a body alone of 32768', positional('{{1}}'), { parameters: ['a'.repeat(32_768)] }],
    [
      'a body of 1024 with a footer',
      positional('{{1}}', { type: 'FOOTER', text: 'f' }),
      { parameters: ['a'.repeat(1024)] },
    ],
  ])('takes %s', (_, template, fill) => {
    expect(errorsOf(template, fill)).toEqual([]);
  });

  it.each<[string, StoredTemplate, TemplateFill, string[]]>([
    ['a missing one', named(), { parameters: { customer: 'А' } }, ['template.parameters.order NEEDED']],
    ['all missing', named(), {}, ['template.parameters.customer NEEDED', 'template.parameters.order NEEDED']],
    [
      'an extra one',
      named(),
      { parameters: { ...FILL.parameters, x: '1' } },
      ['template.parameters.x NOT_IN_TEMPLATE'],
    ],
    [
      'a list for names',
      named(),
      { parameters: ['a'] },
      [
        'template.parameters.customer NEEDED',
        'template.parameters.order NEEDED',
        'template.parameters[0] NOT_IN_TEMPLATE',
      ],
    ],
    ['a missing place', positional('{{1}} {{2}}'), { parameters: ['a'] }, ['template.parameters[1] NEEDED']],
    ['one too many', positional('{{1}}'), { parameters: ['a', 'b'] }, ['template.parameters[1] NOT_IN_TEMPLATE']],
    [
      'an inherited name',
      positional('a'),
      { parameters: { constructor: 'b' } },
      ['template.parameters.constructor NOT_IN_TEMPLATE'],
    ],
    ['a number', positional('{{1}}'), { parameters: [5] }, ['template.parameters[0] TEXT']],
    ['null', positional('{{1}}'), { parameters: [null] }, ['template.parameters[0] TEXT']],
    ['nothing to see', positional('{{1}}'), { parameters: [' \u200b'] }, ['template.parameters[0] TEXT']],
    ['a line break', positional('{{1}}'), { parameters: ['a\nb'] }, ['template.parameters[0] LINE_BREAKS']],
    ['a carriage return', positional('{{1}}'), { parameters: ['a\rb'] }, ['template.parameters[0] LINE_BREAKS']],
    ['a line separator', positional('{{1}}'), { parameters: ['a\u2028b'] }, ['template.parameters[0] LINE_BREAKS']],
    ['a tab', positional('{{1}}'), { parameters: ['a\tb'] }, ['template.parameters[0] LINE_BREAKS']],
    ['five spaces', positional('{{1}}'), { parameters: ['a     b'] }, ['template.parameters[0] LINE_BREAKS']],
    ['NUL', positional('{{1}}'), { parameters: ['a\0b'] }, ['template.parameters[0] CHARACTERS']],
    ['half a character', positional('{{1}}'), { parameters: ['a\ud800'] }, ['template.parameters[0] CHARACTERS']],
    [
      'a body too long',
      positional('{{1}}{{2}}', TEXT_HEADER),
      { parameters: ['a', 'b'.repeat(1024)], header: { text: '1' } },
      ['template.parameters[1] LENGTH'],
    ],
    ['a header missing', positional('a', TEXT_HEADER), {}, ['template.header.text NEEDED']],
    [
      'a header too long',
      positional('a', TEXT_HEADER),
      { header: { text: 'б'.repeat(55) } },
      ['template.header.text LENGTH'],
    ],
    ['a header that is none', positional('a'), { header: { text: 'b' } }, ['template.header.text NOT_IN_TEMPLATE']],
    [
      'a file missing',
      positional('a', IMAGE),
      { header: { text: 'b' } },
      ['template.header.text NOT_IN_TEMPLATE', 'template.header.mediaUrl NEEDED'],
    ],
    [
      'a name for an image',
      positional('a', IMAGE),
      { header: { mediaUrl: 'u', filename: 'f' } },
      ['template.header.filename NOT_IN_TEMPLATE'],
    ],
    ['a location missing', positional('a', LOCATION), {}, ['template.header.location NEEDED']],
    ['buttons missing', positional('a', BUTTONS), {}, ['template.buttons NEEDED', 'template.buttons NEEDED']],
    [
      'a button that takes nothing',
      positional('a', BUTTONS),
      { buttons: [...BUTTON_VALUES, { index: 3, value: 'x' }] },
      ['template.buttons[2].index NOT_IN_TEMPLATE'],
    ],
    [
      'a button twice',
      positional('a', BUTTONS),
      { buttons: [...BUTTON_VALUES, { index: 1, value: 'x' }] },
      ['template.buttons[2].index NOT_IN_TEMPLATE'],
    ],
    [
      'a code too long',
      positional('a', BUTTONS),
      {
        buttons: [
          { index: 1, value: 'x' },
          { index: 2, value: 'x'.repeat(16) },
        ],
      },
      ['template.buttons[1].value LENGTH'],
    ],
    [
      'a link with a space',
      positional('a', BUTTONS),
      {
        buttons: [
          { index: 1, value: 'x y' },
          { index: 2, value: 'x' },
        ],
      },
      ['template.buttons[0].value SPACES'],
    ],
  ])('names %s', (_, template, fill, expected) => {
    expect(errorsOf(template, fill)).toEqual(expected);
  });

  it('wants the code of a one-time password once', () => {
    const button = {
      type: 'BUTTONS',
      buttons: [{ type: 'URL', text: 'Copy', url: 'https://www.whatsapp.com/otp?code=otp{{1}}' }],
    };
    const template = { ...positional('{{1}} is your code.', button), category: 'AUTHENTICATION' };
    expect(errorsOf(template, { parameters: ['123456'] })).toEqual([]);
  });

  it('does not give a long key back whole', () => {
    const [error] = errorsOf(positional('a'), { parameters: { ['k'.repeat(5000)]: 'v' } });
    expect(error?.length).toBeLessThan(120);
  });
});
