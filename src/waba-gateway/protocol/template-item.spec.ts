import { describe, expect, it } from '@jest/globals';
import { readTemplateNotice, readTemplatePage, withTemplateMedia } from './template-item.js';

const ITEM = {
  id: '138',
  name: 'order_ready',
  language: 'ru',
  status: 'APPROVED',
  category: 'UTILITY',
  parameter_format: 'NAMED',
  quality_score: { score: 'GREEN', date: 1 },
  components: [{ type: 'BODY', text: 'a' }],
};

describe('readTemplatePage', () => {
  it('reads a page and where the next one is', () => {
    const paging = { cursors: { before: 'a', after: 'b' }, next: 'https://graph' };
    expect(readTemplatePage({ data: [ITEM], paging })).toEqual({
      templates: [
        {
          metaId: '138',
          name: 'order_ready',
          language: 'ru',
          status: 'APPROVED',
          category: 'UTILITY',
          quality: 'GREEN',
          parameterFormat: 'named',
          components: [{ type: 'BODY', text: 'a' }],
        },
      ],
      after: 'b',
    });
  });

  it('ends where there is no next page, though a cursor stands there', () => {
    expect(readTemplatePage({ data: [], paging: { cursors: { after: 'b' } } })?.after).toBeNull();
  });

  it('takes templates of before parameters had names', () => {
    const { parameter_format: _, quality_score: __, ...old } = ITEM;
    expect(readTemplatePage({ data: [{ ...old, id: 138, components: null }] })?.templates[0]).toMatchObject({
      metaId: '138',
      parameterFormat: 'positional',
      quality: null,
      components: [],
    });
  });

  it('leaves out what is no template, and cleans what is', () => {
    const dirty = { ...ITEM, name: 'a\0b', components: [null, 5, { type: 'BODY', text: '\ud800', constructor: 1 }] };
    const page = readTemplatePage({ data: [null, 5, {}, { ...ITEM, name: '' }, { ...ITEM, id: {} }, dirty] });
    expect(page?.templates.map(({ name, components }) => [name, components])).toEqual([
      ['a\uFFFDb', [{ type: 'BODY', text: '\uFFFD' }]],
    ]);
  });

  it.each([null, [], 'x', {}, { data: 5 }])('is undefined for %j', (json) => {
    expect(readTemplatePage(json)).toBeUndefined();
  });
});

describe('readTemplateNotice', () => {
  const NAMED = { message_template_id: 138, message_template_name: 'a', message_template_language: 'en-US' };
  const BASE = { wabaId: '1', metaId: '138', name: 'a', language: 'en_US' };

  it.each([
    ['message_template_status_update', { event: 'PAUSED' }, { status: 'PAUSED' }],
    ['message_template_status_update', { event: 'REINSTATED' }, { status: 'APPROVED' }],
    ['message_template_status_update', { event: 'FLAGGED' }, {}],
    ['message_template_status_update', { event: 'NEW_WORD' }, { status: 'NEW_WORD' }],
    ['message_template_status_update', { event: 'constructor' }, { status: 'CONSTRUCTOR' }],
    [
      'message_template_status_update',
      { event: 'APPROVED', message_template_category: 'MARKETING' },
      { status: 'APPROVED', category: 'MARKETING' },
    ],
    ['message_template_quality_update', { new_quality_score: 'RED' }, { quality: 'RED' }],
    ['template_category_update', { new_category: 'MARKETING' }, { category: 'MARKETING' }],
    ['message_template_components_update', { message_template_element: 'a' }, {}],
    ['message_template_quality_update', { new_quality_score: 5 }, {}],
  ])('reads %s %j', (field, value, expected) => {
    expect(readTemplateNotice(field, { ...NAMED, ...value }, '1')).toEqual({ ...BASE, ...expected });
  });

  it.each([
    ['messages', NAMED, '1'],
    ['constructor', NAMED, '1'],
    ['message_template_status_update', null, '1'],
    ['message_template_status_update', { event: 'PAUSED' }, '1'],
    ['message_template_status_update', NAMED, undefined],
  ])('knows nothing of %s %j of account %s', (field, value, wabaId) => {
    expect(readTemplateNotice(field, value, wabaId)).toBeUndefined();
  });
});

describe('withTemplateMedia', () => {
  it('puts the id of the file into the header alone', () => {
    const body = { type: 'body', parameters: [{ type: 'text', text: 'a' }] };
    const header = { type: 'header', parameters: [{ type: 'document', document: { filename: 'a.pdf' } }] };
    expect(withTemplateMedia({ name: 'n', components: [header, body] }, '7', [])).toEqual({
      name: 'n',
      components: [
        { type: 'header', parameters: [{ type: 'document', document: { filename: 'a.pdf', id: '7' } }] },
        body,
      ],
    });
  });

  it('puts the ids of the cards into those cards that show a file, in their order', () => {
    const image = { type: 'header', parameters: [{ type: 'image', image: {} }] };
    const body = { type: 'body', parameters: [{ type: 'text', text: 'a' }] };
    const card = (...components: object[]): object => ({ card_index: 0, components });
    const carousel = { type: 'carousel', cards: [card(image, body), card(body), card(image)] };
    const filled = (id: string): object => ({ type: 'header', parameters: [{ type: 'image', image: { id } }] });
    expect(withTemplateMedia({ name: 'n', components: [body, carousel] }, null, ['1', '2'])).toEqual({
      name: 'n',
      components: [body, { type: 'carousel', cards: [card(filled('1'), body), card(body), card(filled('2'))] }],
    });
  });
});
