import { describe, expect, it } from '@jest/globals';
import { parseWebhook } from './webhook-parser.js';

const PREFERENCE = {
  wa_id: '77011234567',
  detail: 'User requested to stop marketing messages',
  category: 'marketing_messages',
  value: 'stop',
  timestamp: 1750030073,
};
const UPDATE = {
  wa_id: '77011234567',
  user_id: { previous: 'KZ.1', current: 'KZ.2' },
  parent_user_id: { previous: 'KZ.ENT.1', current: 'KZ.ENT.2' },
  timestamp: '1750030073',
};
const AT = new Date(1750030073_000);

function parse(field: string, pieces: unknown, metadata: unknown = { phone_number_id: '106540352242922' }) {
  const value = { messaging_product: 'whatsapp', metadata, [field]: pieces };
  const body = { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field, value }] }] };
  return parseWebhook(Buffer.from(JSON.stringify(body)));
}

describe('notices about customers', () => {
  it.each([
    ['stop', 'stop'],
    ['resume', 'resume'],
    ['signup', 'resume'],
  ])('read the preference %s as %s', (value, marketing) => {
    const { items, problems } = parse('user_preferences', [{ ...PREFERENCE, value, user_id: 'KZ.1' }]);
    expect(problems).toEqual([]);
    expect(items).toMatchObject([
      {
        kind: 'notice',
        field: 'user_preferences',
        person: { waId: '77011234567', bsuid: 'KZ.1' },
        marketing,
        timestamp: AT,
      },
    ]);
  });

  it('read an update of a user id, nested or flat', () => {
    expect(parse('user_id_update', [UPDATE]).items).toMatchObject([
      {
        kind: 'notice',
        person: { bsuid: 'KZ.1', parentBsuid: 'KZ.ENT.1' },
        became: { waId: '77011234567', bsuid: 'KZ.2', parentBsuid: 'KZ.ENT.2' },
        timestamp: AT,
      },
    ]);
    const flat = { user_id: 'KZ.2', previous_user_id: 'KZ.1', timestamp: 'soon' };
    expect(parse('user_id_update', [flat]).items).toMatchObject([
      { kind: 'notice', person: { bsuid: 'KZ.1' }, became: { bsuid: 'KZ.2' }, timestamp: null },
    ]);
  });

  it('keep what they cannot read beside what they can', () => {
    const odd = [null, 5, 'x', [], {}, { ...PREFERENCE, value: 'constructor' }, { ...PREFERENCE, category: 'else' }];
    const { items, problems } = parse('user_preferences', [...odd, PREFERENCE]);
    expect(problems).toEqual([]);
    expect(items.map(({ kind }) => kind)).toEqual(['notice', 'other']);
    expect(items[1]).toMatchObject({ field: 'user_preferences', value: { user_preferences: odd } });
  });

  it.each<[string, unknown, unknown]>([
    ['no list', { a: 1 }, undefined],
    ['an empty list', [], undefined],
    ['no number', [PREFERENCE], {}],
    ['no metadata', [PREFERENCE], null],
  ])('are kept whole where there is %s', (_, pieces, metadata) => {
    const { items, problems } =
      metadata === undefined ? parse('user_preferences', pieces) : parse('user_preferences', pieces, metadata);
    expect([items.map(({ kind }) => kind), problems]).toEqual([['other'], []]);
  });
});
