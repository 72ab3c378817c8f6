import { describe, expect, it } from '@jest/globals';
import { reportOf } from './webhook-report.js';

const NUMBER = '106540352242922';
const NONE = { message: 0, status: 0, echo: 0, history: 0, error: 0, notice: 0, other: 0 };

function bodyOf(...changes: object[]): object {
  return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes }] };
}

function change(parts: object, field = 'messages'): object {
  return { field, value: { messaging_product: 'whatsapp', metadata: { phone_number_id: NUMBER }, ...parts } };
}

const TEXT = { from: '77011234567', id: 'wamid.1', timestamp: '1750030073', type: 'text', text: { body: 'Привет' } };
const AT = new Date('2025-06-15T23:27:53.000Z');

describe('reportOf', () => {
  it('names every kind of item without what anybody wrote', () => {
    const body = bodyOf(
      change({ messages: [TEXT], errors: [{ code: 131051, title: 'Unsupported' }] }),
      change({ statuses: [{ id: 'wamid.2', status: 'read', timestamp: '1750030073', recipient_id: '77011234567' }] }),
      change(
        { message_echoes: [{ ...TEXT, id: 'wamid.3', from: '77270000000', to: '77011234567' }] },
        'smb_message_echoes',
      ),
      { field: 'account_update', value: { event: 'DISABLED' } },
    );
    const report = reportOf(Buffer.from(JSON.stringify(body)));
    expect(report).toMatchObject({ encoding: 'json', body, problems: [] });
    expect(report.counts).toEqual({ message: 1, status: 1, echo: 1, history: 0, error: 1, notice: 0, other: 1 });
    expect(report.items).toEqual([
      { kind: 'message', type: 'text', phoneNumberId: NUMBER, wamid: 'wamid.1', occurredAt: AT },
      { kind: 'error', type: '131051', phoneNumberId: NUMBER, wamid: null, occurredAt: null },
      { kind: 'status', type: 'read', phoneNumberId: NUMBER, wamid: 'wamid.2', occurredAt: AT },
      { kind: 'echo', type: 'text', phoneNumberId: NUMBER, wamid: 'wamid.3', occurredAt: AT },
      { kind: 'other', type: 'account_update', phoneNumberId: null, wamid: null, occurredAt: null },
    ]);
    expect(JSON.stringify(report.items)).not.toContain('Привет');
  });

  it('says what is wrong and where, without repeating the value', () => {
    const { items, problems } = reportOf(Buffer.from(JSON.stringify(bodyOf(change({ messages: [null, TEXT] })))));
    expect(items).toHaveLength(1);
    expect(problems).toEqual([{ reason: 'not_an_object', path: 'entry[0].changes[0].value.messages[0]' }]);
  });

  it.each([
    ['no JSON', Buffer.from('{"object":'), 'base64', 'eyJvYmplY3QiOg==', 'invalid_json'],
    ['no text at all', Buffer.from([0xff, 0x00]), 'base64', '/wA=', 'invalid_json'],
    ['nothing', Buffer.alloc(0), 'base64', '', 'invalid_json'],
    ['null', Buffer.from('null'), 'json', null, 'not_an_object'],
    ['a text', Buffer.from('"x"'), 'json', 'x', 'not_an_object'],
  ])('shows %s for what it is', (_, raw, encoding, body, reason) => {
    expect(reportOf(raw)).toEqual({ encoding, body, counts: NONE, items: [], problems: [{ reason }] });
  });

  it.each([65, 5_000, 1_000_000])('survives %i levels', (levels) => {
    const raw = Buffer.from('['.repeat(levels) + ']'.repeat(levels));
    expect(reportOf(raw)).toMatchObject({ encoding: 'base64', body: raw.toString('base64'), items: [] });
  });
});
