import { describe, it, expect } from '@jest/globals';
import { FakeClock } from '../../common/clock.js';
import { SimulatorSettings } from '../simulator-settings.js';
import { bsuidOf, isBsuid, toWaId } from './address.js';
import { chooseAnswer } from './answers.js';
import { CustomersService } from './customers.service.js';
import { MAGIC_PERSONAS, PERSONAS } from './personas.js';
import { planReceipts, ReceiptMode } from './receipt-plan.js';

const delays = { sent: 1, delivered: 5, read: 9 };

describe('planReceipts', () => {
  it.each<[ReceiptMode, string[]]>([
    ['normal', ['sent', 'delivered', 'read']],
    ['none', []],
    ['duplicated', ['sent', 'sent', 'delivered', 'delivered', 'read', 'read']],
    ['read-before-delivered', ['sent', 'read', 'delivered']],
  ])('plans %s receipts', (mode, expected) => {
    expect(planReceipts(delays, mode, 0).map(({ status }) => status)).toEqual(expected);
  });

  it('shuffles into every wrong order, and never tells a wrong time', () => {
    const plans = Array.from({ length: 5 }, (_, turn) => planReceipts(delays, 'shuffled', turn));
    const orders = plans.map((plan) => plan.map(({ status }) => status).join());
    expect(new Set(orders).size).toBe(5);
    expect(orders).not.toContain('sent,delivered,read');
    for (const { status, happensMs } of plans.flat()) expect(happensMs).toBe(delays[status]);
  });
});

describe('addresses', () => {
  it.each([
    ['+77011234567', '77011234567'],
    ['+7 (701) 123-45-67', '77011234567'],
    ['12', null],
    ['KZ.1', null],
    ['', null],
  ])('reads %j as %j', (written, waId) => {
    expect(toWaId(written)).toBe(waId);
  });

  it.each([
    ['KZ.1349120865530274205', true],
    ['KZ.ENT.118', true],
    ['kz.1', false],
    ['+77011234567', false],
  ])('knows whether %j is a BSUID', (written, expected) => {
    expect(isBsuid(written)).toBe(expected);
  });

  it('gives a phone the same BSUID every time', () => {
    expect(bsuidOf('77011234567')).toBe(bsuidOf('77011234567'));
    expect(isBsuid(bsuidOf('77011234567'))).toBe(true);
  });
});

describe('chooseAnswer', () => {
  it('depends on what was sent, and changes from one to the next', () => {
    expect(chooseAnswer('image', undefined, 0)).toMatch(/фото/);
    expect(chooseAnswer('text', 'Вам удобно завтра?', 0)).toMatch(/^Да/);
    expect(chooseAnswer('text', 'a', 0)).not.toBe(chooseAnswer('text', 'a', 1));
    expect(chooseAnswer('constructor', undefined, 7)).not.toBe('');
  });
});

describe('personas', () => {
  it('are the chats 201 to 208, each with its own address', () => {
    expect(MAGIC_PERSONAS.map(({ chatId }) => chatId)).toEqual([201, 202, 203, 204, 205, 206, 207, 208]);
    const addresses = PERSONAS.flatMap(({ phone, bsuid }) => [phone ?? bsuid, bsuid]);
    for (const address of addresses) expect(isBsuid(address) || toWaId(address) !== null).toBe(true);
    expect(new Set(PERSONAS.map(({ bsuid }) => bsuid)).size).toBe(PERSONAS.length);
  });
});

describe('CustomersService', () => {
  const clock = new FakeClock(new Date('2025-12-09T12:00:00.000Z'));
  const settings = new SimulatorSettings({
    host: '127.0.0.1',
    port: 0,
    webhookUrl: undefined,
    appSecret: 'a',
    accessTokens: [],
    phoneNumbers: [{ phoneNumberId: '1', wabaId: '2', displayPhoneNumber: '77270000000', verifiedName: 'Shop' }],
    clock,
  });

  it('keeps a window open for 24 hours after the last message, whatever arrives late', () => {
    const customers = new CustomersService(settings, clock);
    const customer = customers.find('+77019999999');
    if (!customer) throw new Error('There is nobody.');
    expect(customers.isWindowOpen(customer, '1')).toBe(false);
    customers.wrote(customer, '1', clock.millis());
    customers.wrote(customer, '1', clock.millis() - 3_600_000);
    clock.advance(86_399_999);
    expect(customers.isWindowOpen(customer, '1')).toBe(true);
    expect(customers.isWindowOpen(customer, 'another number')).toBe(false);
    clock.advance(1);
    expect(customers.isWindowOpen(customer, '1')).toBe(false);
  });

  it('finds the same customer by phone and by BSUID', () => {
    const customers = new CustomersService(settings, clock);
    expect(customers.find('8 701')).toBeUndefined();
    expect(customers.find('77011234567')).toBe(customers.find('KZ.13491208655302741918'));
    expect(customers.find('KZ.42')).toBe(customers.find('KZ.42'));
  });
});
