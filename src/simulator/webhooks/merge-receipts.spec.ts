import { describe, it, expect } from '@jest/globals';
import { SimulatedNumber } from '../simulator-options.js';
import { mergeReceipts, Receipt } from './merge-receipts.js';

function number(phoneNumberId: string, wabaId: string): SimulatedNumber {
  return { phoneNumberId, wabaId, displayPhoneNumber: '77270000000', verifiedName: 'Shop' };
}

function receipt(of: SimulatedNumber, id: string, who?: string): Receipt {
  const contacts = who === undefined ? {} : { contacts: [{ wa_id: who }] };
  return { number: of, value: { messaging_product: 'whatsapp', ...contacts, statuses: [{ id }] } };
}

describe('mergeReceipts', () => {
  it('makes an entry per account and a change per number, in order, each contact once', () => {
    const [a, b, c] = [number('1', 'x'), number('2', 'x'), number('3', 'y')];
    const receipts = [receipt(a, 'm1', '7'), receipt(c, 'm2'), receipt(a, 'm3', '8'), receipt(b, 'm4', '7')];
    const { entry } = mergeReceipts([...receipts, receipt(a, 'm5', '7')]);
    const head = (phone_number_id: string): object => ({
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '77270000000', phone_number_id },
    });
    const statuses = (...ids: string[]): object => ({ statuses: ids.map((id) => ({ id })) });
    const values = entry.map(({ id, changes }) => [id, changes.map(({ value }) => value)]);
    expect(values).toEqual([
      [
        'x',
        [
          { ...head('1'), contacts: [{ wa_id: '7' }, { wa_id: '8' }], ...statuses('m1', 'm3', 'm5') },
          { ...head('2'), contacts: [{ wa_id: '7' }], ...statuses('m4') },
        ],
      ],
      ['y', [{ ...head('3'), ...statuses('m2') }]],
    ]);
  });
});
