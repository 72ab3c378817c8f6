import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../../common/errors/api-error.js';
import { RequestValidationPipe } from '../../../common/validation/validation.pipe.js';
import { INTERACTIVE_EXAMPLES } from './interactive-examples.js';
import { SendMessageDto } from '../send-message.dto.js';
import { toSendRequest } from '../send-request.js';
import { type SendableType, SENDABLE_TYPES, sendTypeOf } from './send-types.js';

const pipe = new RequestValidationPipe();

/** `field code` of each thing that is wrong with a body. */
async function problemsOf(body: unknown): Promise<string[]> {
  try {
    const dto: unknown = await pipe.transform(body, { type: 'body', metatype: SendMessageDto });
    if (!(dto instanceof SendMessageDto)) throw new Error('no DTO came out');
    toSendRequest(dto, undefined);
    return [];
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'VALIDATION') throw error;
    return (error.options.errors ?? []).map(({ field, code }) => `${field} ${code}`);
  }
}

type Path = readonly (string | number)[];

/** A copy of a body with another value at a path; undefined takes the key away. */
function withValue(body: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(body)) return body.map((item, index) => (index === key ? withValue(item, rest, value) : item));
  const object: Record<string, unknown> = { ...(body as Record<string, unknown>) };
  object[key] = withValue(object[key], rest, value);
  if (object[key] === undefined) delete object[key];
  return object;
}

function pathOf(field: string): Path {
  return [...field.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part));
}

const exampleOf = (type: SendableType): unknown => ({ chatId: 123, ...sendTypeOf(type).example.value });
const interactive = (kind: keyof typeof INTERACTIVE_EXAMPLES): unknown => ({
  chatId: 123,
  ...INTERACTIVE_EXAMPLES[kind].value,
});

const BODIES: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(SENDABLE_TYPES.map((type) => [type, exampleOf(type)])),
  list: interactive('list'),
  cta_url: interactive('cta_url'),
  flow: interactive('flow'),
  location_request_message: interactive('location_request_message'),
  request_contact_info: interactive('request_contact_info'),
};

const row = (id: number): object => ({ id: `r${id}`, title: 'a' });
const rows = (count: number): object[] => Array.from({ length: count }, (_, index) => row(index));
const button = (id: number): object => ({ type: 'reply', reply: { id: `b${id}`, title: `t${id}` } });
const buttons = (count: number): object[] => Array.from({ length: count }, (_, index) => button(index));
const times = (count: number, item: object): object[] => Array.from({ length: count }, () => item);
const card = { name: { formatted_name: 'a', first_name: 'a' } };

/** Of each field: what the example bears there at the very limit, what is one too much, and the code of the answer. */
const LIMITS: [body: string, field: string, good: unknown[], bad: unknown[], code: string][] = [
  ['location', 'location.latitude', [90, -90, 0, 1.5], [90.000001, -90.000001, '43', null, {}, [1], true], 'NUMBER'],
  ['location', 'location.longitude', [180, -180], [180.000001, -180.000001, '1', null], 'NUMBER'],
  ['location', 'location.name', ['😀'.repeat(1000)], ['😀'.repeat(1001)], 'LENGTH'],
  ['location', 'location.address', ['a'.repeat(1000)], ['a'.repeat(1001)], 'LENGTH'],
  ['location', 'location.name', [], ['', ' ', 1, null, {}, ['a']], 'TEXT'],
  ['location', 'location.name', [], ['a\u0000', 'a\ud800'], 'CHARACTERS'],
  ['location', 'location', [], [null, 1, 'x', [], [{}]], 'OBJECT'],
  [
    'contacts',
    'contacts',
    [[card], times(5, card)],
    [[], times(6, card), {}, card, [null], ['x'], [[card]], null, 1],
    'LIST',
  ],
  ['contacts', 'contacts[0].name', [], [null, 'x', []], 'OBJECT'],
  ['contacts', 'contacts[0].name.formatted_name', ['я'.repeat(256)], ['я'.repeat(257)], 'LENGTH'],
  ['contacts', 'contacts[0].phones', [times(10, { phone: '1' })], [[], times(11, { phone: '1' }), [null]], 'LIST'],
  ['contacts', 'contacts[0].phones[0].type', ['CELL', 'HOME'], ['work', 'FAX', null], 'ENUM'],
  [
    'contacts',
    'contacts[0].phones[0].wa_id',
    ['1'.repeat(7), '1'.repeat(15)],
    ['1'.repeat(6), '1'.repeat(16), '+77011234567', 77011234567],
    'WA_ID',
  ],
  ['contacts', 'contacts[0].emails[0].email', ['a@b'], ['a', 'a@', 'a b@c', 'a@b@c', `${'a'.repeat(253)}@b`], 'EMAIL'],
  [
    'contacts',
    'contacts[0].urls[0].url',
    ['http://a.b', `https://a.b/${'x'.repeat(1988)}`],
    ['javascript:alert(1)', 'ftp://a', 'https://', 'a.b', 'https://a b', `https://a.b/${'x'.repeat(1989)}`],
    'URL',
  ],
  ['contacts', 'contacts[0].addresses[0].country_code', ['KZ', 'kz'], ['KAZ', 'К', ''], 'COUNTRY'],
  [
    'contacts',
    'contacts[0].birthday',
    ['2000-02-29'],
    ['2001-02-29', '2000-1-1', '01.01.2000', '2000-01-01T00:00:00Z', 20000101],
    'DATE',
  ],
  [
    'reaction',
    'reaction.emoji',
    ['👍', '❤️', '❤', '👨‍👩‍👧', '🇰🇿', '👍🏽', '1️⃣', ''],
    ['👍👍', 'a', '1', '#', ' ', '👍 ', null, 1, '\ud83d', '<b>'],
    'EMOJI',
  ],
  ['interactive', 'interactive.type', [], ['buttons', 'BUTTON', 'product', '__proto__', 'toString', null, 1], 'ENUM'],
  ['interactive', 'interactive.header', [{ type: 'text', text: 'ж'.repeat(60) }], [null, [], 'x'], 'OBJECT'],
  ['interactive', 'interactive.body.text', ['😀'.repeat(1024)], ['😀'.repeat(1025)], 'LENGTH'],
  ['list', 'interactive.body.text', ['a'.repeat(4096)], ['a'.repeat(4097)], 'LENGTH'],
  ['list', 'interactive.header.text', ['a'.repeat(60)], ['a'.repeat(61)], 'LENGTH'],
  ['interactive', 'interactive.footer.text', ['a'.repeat(60)], ['a'.repeat(61)], 'LENGTH'],
  [
    'interactive',
    'interactive.action.buttons',
    [buttons(1), buttons(3)],
    [[], buttons(4), {}, [null], [[]], 'x'],
    'LIST',
  ],
  ['interactive', 'interactive.action.buttons[1].reply.title', ['я'.repeat(20)], ['я'.repeat(21)], 'LENGTH'],
  ['interactive', 'interactive.action.buttons[1].reply.title', [], ['Сегодня'], 'UNIQUE'],
  [
    'interactive',
    'interactive.action.buttons[1].reply.id',
    ['i'.repeat(256)],
    ['i'.repeat(257), '', ' a', 'a ', 'a\u0000', 1],
    'REPLY_ID',
  ],
  ['interactive', 'interactive.action.buttons[1].reply.id', [], ['today'], 'UNIQUE'],
  ['interactive', 'interactive.action.buttons[1].type', [], ['url', null], 'ENUM'],
  ['list', 'interactive.action.button', ['я'.repeat(20)], ['я'.repeat(21)], 'LENGTH'],
  [
    'list',
    'interactive.action.sections',
    [[{ rows: rows(10) }]],
    [[], times(11, { title: 'a', rows: rows(1) })],
    'LIST',
  ],
  [
    'list',
    'interactive.action.sections',
    [],
    [
      [
        { title: 'a', rows: rows(10) },
        { title: 'b', rows: [row(11)] },
      ],
    ],
    'LIST',
  ],
  ['list', 'interactive.action.sections[0].rows', [rows(10)], [[], rows(11), rows(1000), [null], [[]]], 'LIST'],
  ['list', 'interactive.action.sections[0].title', ['я'.repeat(24)], ['я'.repeat(25)], 'LENGTH'],
  ['list', 'interactive.action.sections[0].rows[1].id', ['i'.repeat(200)], ['i'.repeat(201)], 'REPLY_ID'],
  ['list', 'interactive.action.sections[0].rows[1].id', [], ['pickup'], 'UNIQUE'],
  ['list', 'interactive.action.sections[0].rows[0].title', ['я'.repeat(24)], ['я'.repeat(25)], 'LENGTH'],
  ['list', 'interactive.action.sections[0].rows[0].description', ['я'.repeat(72)], ['я'.repeat(73)], 'LENGTH'],
  ['cta_url', 'interactive.action.parameters.display_text', ['я'.repeat(20)], ['я'.repeat(21)], 'LENGTH'],
  ['cta_url', 'interactive.action.parameters.url', ['http://a.b'], ['a.b', 'tel:1', 'data:text/html,x'], 'URL'],
  ['flow', 'interactive.action.parameters.flow_cta', ['я'.repeat(30)], ['я'.repeat(31)], 'LENGTH'],
  ['flow', 'interactive.action.parameters.flow_message_version', ['3'], ['2', 3], 'ENUM'],
  ['flow', 'interactive.action.parameters.flow_action_payload.data', [{ a: { b: [1] } }], [[], 'x', null], 'OBJECT'],
];

describe('the limits of send', () => {
  it.each(Object.keys(BODIES))('take the example of %s', async (name) => {
    expect(await problemsOf(BODIES[name])).toEqual([]);
  });

  it.each(LIMITS)('of %s hold %s at its edges', async (name, field, good, bad, code) => {
    for (const value of good) {
      expect([value, await problemsOf(withValue(BODIES[name], pathOf(field), value))]).toEqual([value, []]);
    }
    for (const value of bad) {
      const problems = await problemsOf(withValue(BODIES[name], pathOf(field), value));
      expect([value, problems]).toEqual([value, [`${field} ${code}`]]);
    }
  });

  it.each<[string, string, string]>([
    ['location', 'location', 'NEEDED'],
    ['location', 'location.latitude', 'NUMBER'],
    ['contacts', 'contacts', 'NEEDED'],
    ['contacts', 'contacts[0].name', 'OBJECT'],
    ['contacts', 'contacts[0].name.formatted_name', 'TEXT'],
    ['reaction', 'reaction', 'NEEDED'],
    ['reaction', 'reaction.messageId', 'NEEDED'],
    ['reaction', 'reaction.emoji', 'EMOJI'],
    ['interactive', 'interactive', 'NEEDED'],
    ['interactive', 'interactive.type', 'ENUM'],
    ['interactive', 'interactive.body', 'OBJECT'],
    ['interactive', 'interactive.action', 'OBJECT'],
    ['interactive', 'interactive.action.buttons', 'NEEDED'],
    ['list', 'interactive.action.button', 'NEEDED'],
    ['list', 'interactive.action.sections', 'NEEDED'],
    ['list', 'interactive.action.sections[0].rows', 'LIST'],
    ['cta_url', 'interactive.action.name', 'NEEDED'],
    ['cta_url', 'interactive.action.parameters', 'NEEDED'],
    ['cta_url', 'interactive.action.parameters.url', 'NEEDED'],
    ['flow', 'interactive.action.parameters.flow_id', 'NEEDED'],
    ['flow', 'interactive.action.parameters.flow_cta', 'NEEDED'],
    ['location_request_message', 'interactive.action.name', 'NEEDED'],
  ])('miss in %s the field %s', async (name, field, code) => {
    expect(await problemsOf(withValue(BODIES[name], pathOf(field), undefined))).toEqual([`${field} ${code}`]);
  });

  it.each<[string, string, unknown]>([
    ['location', 'message', 'x'],
    ['location', 'mediaUrl', 'https://example.com/a'],
    ['contacts', 'caption', 'x'],
    ['interactive', 'message', 'x'],
    ['interactive', 'filename', 'x'],
    ['reaction', 'message', 'x'],
    ['reaction', 'replyTo', 5],
    ['reaction', 'reaction.wamid', 'wamid.X'],
    ['text', 'interactive', { type: 'button', body: { text: 'x' }, action: {} }],
    ['interactive', 'interactive.action.sections', [{ rows: rows(1) }]],
    ['interactive', 'interactive.action.name', 'flow'],
    ['location_request_message', 'interactive.header', { type: 'text', text: 'x' }],
    ['request_contact_info', 'interactive.footer', { text: 'x' }],
    ['request_contact_info', 'interactive.action.name', 'send_location'],
    ['cta_url', 'interactive.action.parameters.flow_cta', 'x'],
    ['flow', 'interactive.action.parameters.flow_name', 'x'],
  ])('bear in %s no %s', async (name, field, value) => {
    expect(await problemsOf(withValue(BODIES[name], pathOf(field), value))).toEqual([`${field} NOT_FOR_TYPE`]);
  });

  it.each([
    ['location', 'location.zoom'],
    ['contacts', 'contacts[0].ims'],
    ['contacts', 'contacts[0].phones[0].9'],
    ['reaction', 'reaction.message_id'],
    ['interactive', 'interactive.action.buttons[1].reply.url'],
    ['list', 'interactive.action.sections[0].rows[0].payload'],
    ['flow', 'interactive.action.parameters.flow_action_payload.more'],
  ])('know in %s no key %s', async (name, field) => {
    expect(await problemsOf(withValue(BODIES[name], pathOf(field), 1))).toEqual([`${field} UNKNOWN`]);
  });

  it('name what is missing in each of two sections and in no more', async () => {
    const body = withValue(BODIES['list'], pathOf('interactive.action.sections'), [
      { rows: [row(1)] },
      { title: 'b', rows: [row(2)] },
    ]);
    expect(await problemsOf(body)).toEqual(['interactive.action.sections[0].title NEEDED']);
  });

  it('want a part of a name beside how it is shown', async () => {
    const body = withValue(BODIES['contacts'], pathOf('contacts[0].name'), { formatted_name: 'Иван' });
    expect(await problemsOf(body)).toEqual(['contacts[0].name.first_name NEEDED']);
  });

  it('take a first screen of a flow only where it begins with one, and no empty data', async () => {
    const at = 'interactive.action.parameters';
    expect(await problemsOf(withValue(BODIES['flow'], pathOf(`${at}.flow_action`), 'data_exchange'))).toEqual([
      `${at}.flow_action_payload NOT_FOR_TYPE`,
    ]);
    expect(await problemsOf(withValue(BODIES['flow'], pathOf(`${at}.flow_action_payload.data`), {}))).toEqual([
      `${at}.flow_action_payload.data NEEDED`,
    ]);
  });

  it.each<[string, object, string[]]>([
    ['interactive', { type: 'image', mediaUrl: 'https://example.com/a.jpg' }, []],
    ['cta_url', { type: 'document', mediaUrl: 'https://example.com/a.pdf', filename: 'a.pdf' }, []],
    ['interactive', { type: 'image' }, ['interactive.header.mediaUrl NEEDED']],
    ['interactive', { type: 'text' }, ['interactive.header.text NEEDED']],
    [
      'interactive',
      { type: 'text', text: 'a', mediaUrl: 'https://example.com/a.jpg' },
      ['interactive.header.mediaUrl NOT_FOR_TYPE'],
    ],
    [
      'interactive',
      { type: 'image', mediaUrl: 'https://example.com/a.jpg', filename: 'a.jpg' },
      ['interactive.header.filename NOT_FOR_TYPE'],
    ],
    [
      'interactive',
      { type: 'document', mediaUrl: 'https://example.com/a.pdf', filename: '..' },
      ['interactive.header.filename FILENAME'],
    ],
    ['interactive', { type: 'sticker', mediaUrl: 'https://example.com/a' }, ['interactive.header.type ENUM']],
    ['interactive', { type: 'image', image: { link: 'https://example.com/a' } }, ['interactive.header.image UNKNOWN']],
    ['flow', { type: 'video', mediaUrl: 'https://example.com/a.mp4' }, ['interactive.header.type NOT_FOR_TYPE']],
    [
      'request_contact_info',
      { type: 'image', mediaUrl: 'https://example.com/a.jpg' },
      ['interactive.header NOT_FOR_TYPE'],
    ],
  ])('of %s with the header %j say %j', async (name, header, problems) => {
    expect(await problemsOf(withValue(BODIES[name], pathOf('interactive.header'), header))).toEqual(problems);
  });
});
