import { describe, it, expect } from '@jest/globals';
import * as fc from 'fast-check';
import { parseWebhook } from './webhook-parser.js';
import { ParsedWebhook, WebhookItem } from './webhook.types.js';

const metadata = { display_phone_number: '77270000000', phone_number_id: '106540352242922' };
const text = { from: '77011234567', id: 'wamid.1', timestamp: '1750030073', type: 'text', text: { body: 'Привет' } };
const sent = { id: 'wamid.9', status: 'sent', timestamp: '1750030073', recipient_id: '77011234567' };

function parse(body: unknown): ParsedWebhook {
  return parseWebhook(Buffer.from(JSON.stringify(body)));
}

function change(value: unknown, field = 'messages'): unknown {
  return { field, value };
}

function account(...changes: unknown[]): unknown {
  return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes }] };
}

function value(parts: Record<string, unknown>): unknown {
  return { messaging_product: 'whatsapp', metadata, ...parts };
}

function ids(items: WebhookItem[]): string[] {
  return items.map((item) => ('wamid' in item ? item.wamid : item.kind));
}

describe('parseWebhook', () => {
  it('reads a text message with its sender', () => {
    const contacts = [
      {
        profile: { name: 'Айгуль', username: 'aigul.k' },
        wa_id: '77011234567',
        user_id: 'KZ.13491208655302741918',
        parent_user_id: 'KZ.ENT.118',
      },
    ];
    expect(parse(account(change(value({ contacts, messages: [text] }))))).toEqual({
      items: [
        {
          kind: 'message',
          phoneNumberId: '106540352242922',
          displayPhoneNumber: '77270000000',
          wabaId: '102290129340398',
          wamid: 'wamid.1',
          from: { waId: '77011234567', bsuid: 'KZ.13491208655302741918', parentBsuid: 'KZ.ENT.118' },
          profileName: 'Айгуль',
          username: 'aigul.k',
          timestamp: new Date('2025-06-15T23:27:53.000Z'),
          type: 'text',
          content: 'Привет',
          isTruncated: false,
          details: { body: 'Привет' },
          raw: text,
        },
      ],
      problems: [],
    });
  });

  it('flattens all entries, changes, messages, statuses and errors in their order', () => {
    const body = {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '1',
          changes: [
            change(value({ messages: [text, { ...text, id: 'wamid.2' }], statuses: [sent] })),
            change({ event: 'APPROVED' }, 'message_template_status_update'),
          ],
        },
        { id: 2, changes: [change(value({ errors: [{ code: 131000, title: 'Unsupported webhook payload' }] }))] },
        { id: '3', changes: [change(value({ statuses: [{ ...sent, id: 'wamid.8' }, sent] }))] },
      ],
    };
    const { items, problems } = parse(body);
    expect(ids(items)).toEqual(['wamid.1', 'wamid.2', 'wamid.9', 'other', 'error', 'wamid.8', 'wamid.9']);
    expect(items[4]).toMatchObject({ wabaId: '2', error: { code: 131000, title: 'Unsupported webhook payload' } });
    expect(problems).toEqual([]);
  });

  it('lets one bad piece harm no neighbour and names where it lies', () => {
    const messages = [text, null, { ...text, id: 7 }, 'x', { ...text, id: 'wamid.2', from: undefined }, text];
    const statuses = [{ ...sent, status: 'teleported' }, sent];
    const { items, problems } = parse(
      account(change(value({ messages })), null, change(value({ statuses })), { value: 1 }),
    );
    expect(ids(items)).toEqual(['wamid.1', 'wamid.1', 'wamid.9']);
    expect(problems.map(({ reason, path }) => [reason, path])).toEqual([
      ['not_an_object', 'entry[0].changes[0].value.messages[1]'],
      ['wamid_unusable', 'entry[0].changes[0].value.messages[2]'],
      ['not_an_object', 'entry[0].changes[0].value.messages[3]'],
      ['identity_missing', 'entry[0].changes[0].value.messages[4]'],
      ['not_an_object', 'entry[0].changes[1]'],
      ['unknown_status', 'entry[0].changes[2].value.statuses[0]'],
      ['field_missing', 'entry[0].changes[3]'],
    ]);
    expect(problems[5]).toMatchObject({ field: 'messages', value: { id: 'wamid.9', status: 'teleported' } });
  });

  // hostile case W8
  it.each([
    ['nothing', '', 'invalid_json'],
    ['half an object', '{"object":', 'invalid_json'],
    ['no UTF-8', Buffer.from([0xff, 0xfe, 0x7b]), 'invalid_json'],
    ['null', 'null', 'not_an_object'],
    ['a list', '[]', 'not_an_object'],
    ['a number', '1e999', 'not_an_object'],
    ['an empty object', '{}', 'unknown_object'],
    ['a page', '{"object":"page","entry":[]}', 'unknown_object'],
    ['no entry', '{"object":"whatsapp_business_account"}', 'not_an_array'],
    ['an entry that is no list', '{"object":"whatsapp_business_account","entry":{}}', 'not_an_array'],
    ['no entries', '{"object":"whatsapp_business_account","entry":[]}', 'empty_body'],
    ['an entry that is null', '{"object":"whatsapp_business_account","entry":[null]}', 'not_an_object'],
    ['changes that are null', '{"object":"whatsapp_business_account","entry":[{"changes":null}]}', 'not_an_array'],
    ['no value', JSON.stringify(account({ field: 'messages' })), 'value_missing'],
    ['a null value', JSON.stringify(account(change(null))), 'value_missing'],
    ['a text for a value', JSON.stringify(account(change('x'))), 'not_an_object'],
    ['messages that are no list', JSON.stringify(account(change(value({ messages: {} })))), 'not_an_array'],
    ['no metadata', JSON.stringify(account(change({ messages: [text] }))), 'phone_number_id_missing'],
    ['an empty list of messages', JSON.stringify(account(change(value({ messages: [] })))), 'empty_body'],
  ])('keeps a body with %s as a problem', (_name, body, reason) => {
    const { items, problems } = parseWebhook(Buffer.from(body));
    expect(items).toEqual([]);
    expect(problems.map((problem) => problem.reason)).toEqual([reason]);
  });

  it('reads a body that begins with a byte order mark', () => {
    expect(
      parseWebhook(Buffer.from(`\uFEFF${JSON.stringify(account(change(value({ statuses: [sent] }))))}`)).items,
    ).toHaveLength(1);
  });

  it('refuses a piece that names another number than its change', () => {
    const { items, problems } = parse(account(change(value({ messages: [{ ...text, phone_number_id: '5' }, text] }))));
    expect(ids(items)).toEqual(['wamid.1']);
    expect(problems).toMatchObject([{ reason: 'phone_number_id_mismatch' }]);
  });

  // hostile case W13
  it.each(['message_template_status_update', 'history', 'calls', 'from_next_year', 'constructor'])(
    'keeps a change of the field %s whole',
    (field) => {
      const kept = { metadata, something: [{ new: true }] };
      expect(parse(account(change(kept, field)))).toEqual({
        items: [{ kind: 'other', field, wabaId: '102290129340398', phoneNumberId: '106540352242922', value: kept }],
        problems: [],
      });
    },
  );

  it('keeps a change of messages that carries none of what we read', () => {
    const kept = value({ groups: [{ id: 'g' }] });
    expect(parse(account(change(kept))).items).toMatchObject([{ kind: 'other', field: 'messages', value: kept }]);
  });

  it('reads an echo of the phone app as going out', () => {
    const echo = {
      from: '77270000000',
      to: '77011234567',
      id: 'wamid.5',
      timestamp: 1750030073,
      type: 'text',
      text: { body: 'Да' },
    };
    const { items } = parse(account(change(value({ message_echoes: [echo] }), 'smb_message_echoes')));
    expect(items).toMatchObject([{ kind: 'echo', wamid: 'wamid.5', to: { waId: '77011234567' }, content: 'Да' }]);
  });

  // hostile case W24
  it('leaves out keys that reach for the prototype, and says so', () => {
    const poisoned = JSON.stringify(account(change(value({ messages: [text] })))).replace(
      '"text":{',
      '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"text":{"__proto__":{"body":"x"},',
    );
    const { items, problems } = parseWebhook(Buffer.from(poisoned));
    expect(items).toMatchObject([{ content: 'Привет', details: { body: 'Привет' } }]);
    expect(Object.keys(items[0] ?? {})).not.toContain('polluted');
    expect(problems.map(({ reason, path }) => `${reason} ${path}`)).toEqual([
      'forbidden_key entry[0].changes[0].value.messages[0].__proto__',
      'forbidden_key entry[0].changes[0].value.messages[0].constructor.prototype',
      'forbidden_key entry[0].changes[0].value.messages[0].constructor',
      'forbidden_key entry[0].changes[0].value.messages[0].text.__proto__',
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  // hostile case W21
  it('replaces NUL and lone surrogates wherever they stand', () => {
    const bad = 'a\0b\uD83Dc';
    const message = { ...text, type: 'document', document: { caption: bad, [bad]: [bad] }, context: { id: bad } };
    const contacts = [{ wa_id: '77011234567', profile: { name: bad } }];
    const [item] = parse(account(change(value({ contacts, messages: [message] })))).items;
    const good = 'a\uFFFDb\uFFFDc';
    expect(item).toMatchObject({ content: good, profileName: good, details: { caption: good, [good]: [good] } });
  });

  // hostile case W25
  it.each([5000, 200_000])('prunes a body %d levels deep without losing its neighbours', (depth) => {
    const deep = '['.repeat(depth) + ']'.repeat(depth);
    const body = JSON.stringify(account(change(value({ messages: [{ ...text, future: 'DEEP' }, text] }))));
    const { items, problems } = parseWebhook(Buffer.from(body.replace('"DEEP"', deep)));
    expect(ids(items)).toEqual(['wamid.1', 'wamid.1']);
    expect(problems.map((problem) => problem.reason)).toEqual(['too_deep']);
    expect(() => JSON.stringify(items)).not.toThrow();
    expect(parseWebhook(Buffer.from(deep)).problems.map((problem) => problem.reason)).toContain('not_an_object');
  });

  it('bounds the number of problems', () => {
    const { items, problems } = parse(account(change(value({ messages: [...Array<number>(5000).fill(1), text] }))));
    expect(items).toHaveLength(1);
    expect(problems).toHaveLength(1001);
    expect(problems.at(-1)).toEqual({ reason: 'too_many_problems' });
  });

  it('never throws and never answers nothing, whatever the JSON', () => {
    const keys = fc.constantFrom(
      ...'object entry changes value field metadata messages statuses errors contacts id type text from'.split(' '),
      ...'timestamp context interactive system phone_number_id __proto__'.split(' '),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    const strange = fc.oneof(
      fc.string({ unit: 'binary' }),
      tree,
      tree.map((piece) => account(change(piece))),
      tree.map((piece) =>
        account(change(value({ messages: [piece], statuses: [piece], contacts: piece, errors: piece }))),
      ),
      fc
        .dictionary(fc.constantFrom('text', 'location', 'contacts', 'order', 'interactive', 'edit', 'system'), tree)
        .chain((types) =>
          fc
            .record({ id: fc.constant('wamid.1'), from: tree, type: tree, timestamp: tree })
            .map((rest) => ({ ...types, ...rest })),
        )
        .map((message) => account(change(value({ messages: [message] })))),
    );
    fc.assert(
      fc.property(strange, (body) => {
        const { items, problems } = parseWebhook(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
        expect(items.length + problems.length).toBeGreaterThan(0);
        expect(problems.filter((problem) => problem.reason === 'parser_failed')).toEqual([]);
        const stored = JSON.stringify({ items, problems });
        expect(/\\u0000|\\ud[89a-f]/.test(stored.replaceAll('\\\\', ''))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
