import { describe, it, expect } from '@jest/globals';
import type { SimulatedTemplate } from './template-catalogue.js';
import { templateWords } from './template-words.js';

function template(...components: SimulatedTemplate['components']): SimulatedTemplate {
  const fixed = {
    id: '1',
    name: 'a',
    language: 'ru',
    status: 'APPROVED',
    category: 'UTILITY',
    quality_score: { score: '' },
  };
  return { ...fixed, parameter_format: 'POSITIONAL', components };
}

describe('templateWords', () => {
  it('fills in header and body by place and by name, each from its own part', () => {
    const words = templateWords(
      template({ type: 'HEADER', text: 'Заказ {{1}}' }, { type: 'BODY', text: '{{1}}, ваш {{order}}: {{1}}' }),
      [
        { type: 'header', parameters: [{ type: 'text', text: '7' }] },
        {
          type: 'BODY',
          parameters: [
            { type: 'text', text: '$& {{order}}' },
            { parameter_name: 'order', text: '8' },
          ],
        },
      ],
    );
    expect(words).toEqual({ text: 'Заказ 7\n$& {{order}}, ваш 8: $& {{order}}', buttons: [] });
  });

  it('leaves what is not given as it is written', () => {
    expect(templateWords(template({ type: 'BODY', text: '{{1}}' }), undefined).text).toBe('{{1}}');
    expect(templateWords(template({ type: 'HEADER', format: 'IMAGE' }), [{}, 1]).text).toBe('');
  });
});
