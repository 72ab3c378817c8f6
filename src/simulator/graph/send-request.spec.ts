import { describe, it, expect } from '@jest/globals';
import { GraphError } from './graph.error.js';
import { parseMessagesRequest } from './send-request.js';

const head = { messaging_product: 'whatsapp', to: '+77011234567' };
const text = { ...head, type: 'text', text: { body: 'a' } };

function refusal(body: unknown): { code: number; details: string | undefined } {
  try {
    parseMessagesRequest(body);
  } catch (error) {
    if (error instanceof GraphError) return { code: error.code, details: error.options.details };
    throw error;
  }
  throw new Error('It was accepted.');
}

function buttons(ids: string[]): object {
  return {
    type: 'button',
    body: { text: 'a' },
    action: { buttons: ids.map((id) => ({ type: 'reply', reply: { id, title: id } })) },
  };
}

function list(counts: number[], title: object = { title: 'a' }): object {
  const sections = counts.map((count, section) => ({
    ...title,
    rows: Array.from({ length: count }, (_, row) => ({ id: `${section}-${row}`, title: 'a' })),
  }));
  return { type: 'list', body: { text: 'a' }, action: { button: 'a', sections } };
}

describe('parseMessagesRequest', () => {
  it.each<[string, unknown]>([
    ['a text', text],
    ['a text without a type', { ...head, text: { body: 'a' } }],
    ['4096 characters of emoji', { ...text, text: { body: '😀'.repeat(4096) } }],
    ['a phone with punctuation', { ...text, to: '+7 (701) 123-45-67' }],
    ['a BSUID', { ...text, to: undefined, recipient: 'KZ.1349120865530274205' }],
    ['both addresses', { ...text, recipient: 'nonsense' }],
    [
      'a quote and callback data',
      { ...text, context: { message_id: 'wamid.A' }, biz_opaque_callback_data: 'x'.repeat(512) },
    ],
    ['an image', { ...head, type: 'image', image: { id: '5', caption: 'x'.repeat(1024) } }],
    ['a voice note', { ...head, type: 'audio', audio: { id: '5', voice: true } }],
    ['a location', { ...head, type: 'location', location: { latitude: 43.2, longitude: '76.9' } }],
    ['contacts', { ...head, type: 'contacts', contacts: [{ name: { formatted_name: 'A', first_name: 'A' } }] }],
    ['a removed reaction', { ...head, type: 'reaction', reaction: { message_id: 'wamid.A', emoji: '' } }],
    ['a template', { ...head, type: 'template', template: { name: 'a', language: { code: 'ru' } } }],
    [
      'buttons',
      {
        ...head,
        type: 'interactive',
        interactive: {
          type: 'button',
          body: { text: 'a' },
          action: { buttons: [{ type: 'reply', reply: { id: '1', title: 'Да' } }] },
        },
      },
    ],
  ])('takes %s', (_name, body) => {
    expect(parseMessagesRequest(body).kind).toBe('send');
  });

  it.each<[string, unknown, number, RegExp]>([
    ['no object', [], 100, /messaging_product is required/],
    ['another product', { ...text, messaging_product: 'sms' }, 100, /one of {WHATSAPP}/],
    ['nobody', { ...text, to: undefined }, 100, /to is required/],
    ['a BSUID in to', { ...text, to: 'KZ.1349120865530274205' }, 131026, /not a phone/],
    ['no phone', { ...text, to: 'abc' }, 131009, /to is not/],
    ['a malformed BSUID', { ...text, to: undefined, recipient: '+77011234567' }, 131009, /recipient is not/],
    ['a group', { ...text, recipient_type: 'group' }, 100, /recipient_type/],
    ['no type', { ...head }, 100, /type is required/],
    ['an unknown type', { ...head, type: 'poll', poll: {} }, 100, /one of {AUDIO, .*TEXT.*poll/],
    ['a name of every object', { ...head, type: 'constructor' }, 100, /one of/],
    ['no object of the type', { ...head, type: 'text', text: 'a' }, 131008, /'text' is mandatory/],
    ['an empty text', { ...text, text: { body: '' } }, 100, /text\['body'] is required/],
    ['a number as text', { ...text, text: { body: 5 } }, 100, /must be a string/],
    ['a text too long', { ...text, text: { body: 'x'.repeat(4097) } }, 100, /at most 4096/],
    [
      'a caption too long',
      { ...head, type: 'image', image: { id: '5', caption: 'x'.repeat(1025) } },
      100,
      /at most 1024/,
    ],
    ['neither id nor link', { ...head, type: 'image', image: {} }, 100, /Exactly one/],
    ['both id and link', { ...head, type: 'image', image: { id: '5', link: 'https://a.b' } }, 100, /Exactly one/],
    ['a link that is none', { ...head, type: 'image', image: { link: 'ftp://a.b' } }, 100, /not a valid URL/],
    ['a caption on audio', { ...head, type: 'audio', audio: { id: '5', caption: 'a' } }, 100, /caption/],
    ['callback data too long', { ...text, biz_opaque_callback_data: 'x'.repeat(513) }, 100, /at most 512/],
    ['a quote of nothing', { ...text, context: {} }, 100, /context\['message_id'] is required/],
    ['a template without a language', { ...head, type: 'template', template: { name: 'a' } }, 100, /language/],
    ['six contacts', { ...head, type: 'contacts', contacts: [{}, {}, {}, {}, {}, {}] }, 100, /at most 5/],
    [
      'a place beyond the pole',
      { ...head, type: 'location', location: { latitude: 91, longitude: 1 } },
      100,
      /latitude/,
    ],
    [
      'a name without a part',
      { ...head, type: 'contacts', contacts: [{ name: { formatted_name: 'a' } }] },
      131008,
      /part/,
    ],
    ['a voice mark on a video', { ...head, type: 'video', video: { id: '5', voice: true } }, 100, /voice/],
    ['four buttons', { ...head, type: 'interactive', interactive: buttons(['1', '2', '3', '4']) }, 100, /at most 3/],
    ['two buttons of one id', { ...head, type: 'interactive', interactive: buttons(['1', '1']) }, 131009, /unique/],
    ['a title of 21', { ...head, type: 'interactive', interactive: buttons(['x'.repeat(21)]) }, 100, /at most 20/],
    [
      'a body of 1,025',
      { ...head, type: 'interactive', interactive: { ...buttons(['1']), body: { text: 'x'.repeat(1025) } } },
      100,
      /at most 1024/,
    ],
    ['eleven rows', { ...head, type: 'interactive', interactive: list([6, 5]) }, 131009, /row count/],
    ['two sections without a title', { ...head, type: 'interactive', interactive: list([1, 1], {}) }, 100, /title/],
    [
      'another action',
      { ...head, type: 'interactive', interactive: { ...buttons(['1']), type: 'request_contact_info' } },
      100,
      /name/,
    ],
    [
      'an unknown kind',
      { ...head, type: 'interactive', interactive: { ...buttons(['1']), type: 'poll' } },
      100,
      /poll/,
    ],
    ['a status other than read', { ...head, status: 'delivered' }, 100, /READ/],
    ['a read mark of nothing', { ...head, status: 'read' }, 100, /message_id/],
    ['a read mark of a wrong id', { ...head, status: 'read', message_id: '456' }, 131009, /456/],
  ])('refuses %s', (_name, body, code, details) => {
    expect(refusal(body)).toEqual({ code, details: expect.stringMatching(details) });
  });
});
