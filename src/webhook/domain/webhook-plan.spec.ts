import { describe, expect, it } from '@jest/globals';
import type { ClaimedBody } from './claimed-body.js';
import { phoneNumberIdsOf, planOf } from './webhook-plan.js';

const NUMBER = '106540352242922';
const TEXT = { from: '77011234567', id: 'wamid.1', timestamp: '1750030073', type: 'text', text: { body: 'Привет' } };
const SENT = { id: 'wamid.9', status: 'sent', timestamp: '1750030073', recipient_id: '77011234567' };

function claimed(body: string | object): ClaimedBody {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return { id: 1, day: '2026-03-01', body: bytes, receivedAt: new Date('2026-03-01T12:00:00.000Z') };
}

function bodyOf(parts: object, phoneNumberId = NUMBER, field = 'messages'): object {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '77270000000', phone_number_id: phoneNumberId },
    ...parts,
  };
  return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes: [{ field, value }] }] };
}

describe('planOf', () => {
  it('keeps messages and receipts apart, in their order, with the body they came in', () => {
    const body = claimed(bodyOf({ messages: [TEXT, { ...TEXT, id: 'wamid.2' }], statuses: [SENT] }));
    const plan = planOf(body);
    expect(plan.body).toBe(body);
    expect(plan.messages.map(({ wamid }) => wamid)).toEqual(['wamid.1', 'wamid.2']);
    expect(plan.statuses.map(({ wamid, status }) => [wamid, status])).toEqual([['wamid.9', 'sent']]);
    expect(plan.problems).toEqual([]);
  });

  it('says of a wrong part where it stands and takes the others', () => {
    const { from: _from, ...nameless } = TEXT;
    const plan = planOf(claimed(bodyOf({ messages: [nameless, { ...TEXT, id: 'wamid.2' }] })));
    expect(plan.messages.map(({ wamid }) => wamid)).toEqual(['wamid.2']);
    expect(plan.problems).toEqual(['identity_missing at entry[0].changes[0].value.messages[0]']);
  });

  it.each([
    ['not json', ['invalid_json']],
    ['', ['invalid_json']],
    ['{}', ['unknown_object at object']],
  ])('has nothing to apply but a reason for %j', (body, problems) => {
    expect(planOf(claimed(body))).toMatchObject({ messages: [], statuses: [], problems });
  });

  it('puts nothing of a group into the chat of one customer', () => {
    const plan = planOf(
      claimed(
        bodyOf({
          messages: [{ ...TEXT, group_id: 'G1' }],
          statuses: [{ ...SENT, recipient_type: 'group', recipient_id: 'G1' }],
        }),
      ),
    );
    expect(plan.messages).toEqual([]);
    expect(plan.statuses).toEqual([]);
  });

  it('counts kinds that change nothing yet as applied', () => {
    const plan = planOf(claimed(bodyOf({ event: 'APPROVED' }, NUMBER, 'message_template_status_update')));
    expect(plan).toMatchObject({ messages: [], statuses: [], problems: [] });
  });
});

describe('phoneNumberIdsOf', () => {
  it('names every number once', () => {
    const plans = [
      bodyOf({ messages: [TEXT, TEXT] }),
      bodyOf({ statuses: [SENT] }),
      bodyOf({ statuses: [SENT] }, '200'),
    ].map((body) => planOf(claimed(body)));
    expect(phoneNumberIdsOf(plans)).toEqual([NUMBER, '200']);
    expect(phoneNumberIdsOf([])).toEqual([]);
  });
});
