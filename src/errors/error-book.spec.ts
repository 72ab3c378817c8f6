import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '../common/errors/error-catalogue.js';
import { ERROR_FAULTS } from '../common/errors/error-entry.js';
import { explain, listExplanations } from './error-book.js';

/** Every code of Meta's table of errors (support/error-codes, and those users report), one row of it per line. */
const META_CODES = [
  ['0', '190'],
  ['104', '200'],
  ['3'],
  ['10', '201', '250', '299'],
  ['4', '80007'],
  ['130429'],
  ['131056'],
  ['131048'],
  ['131064'],
  ['133016'],
  ['368', '131031'],
  ['130497'],
  ['130403'],
  ['1'],
  ['2', '131016', '133004', '131000'],
  ['33', '100/33'],
  ['100'],
  ['131005'],
  ['131008', '131009'],
  ['131021'],
  ['131026'],
  ['131030'],
  ['131037'],
  ['131042', '131044'],
  ['131045', '133010', '133006'],
  ['131047'],
  ['131049'],
  ['131050'],
  ['130472'],
  ['131051'],
  ['131052'],
  ['131053'],
  ['131055', '134100', '134101', '134102', '132018'],
  ['131057', '2494100'],
  ['131060'],
  ['131062'],
  ['131063'],
  ['132000', '132012', '132008'],
  ['132001'],
  ['132005', '132007'],
  ['132015', '132016'],
  ['132068', '132069'],
  ['133000', '133005', '133008', '133009', '133015'],
  ['134011'],
  ['135000'],
  ['137000'],
  ['139100', '139101', '139102', '139103'],
  ['2388000', '2388024', '2388039', '2388040', '2388019', '2388293', '2388299', '2388999'],
  ['2593107', '2593108', '2593109'],
].flat();

/** The codes of that table whose message is sent again without a person. */
const SENT_AGAIN = '1 2 4 80007 130429 131000 131016 131056 131057 133004 2494100'.split(' ');

describe('explain', () => {
  it.each([...ERROR_CODES, ...META_CODES])('says of %s what it means, whose it is and what to do', (code) => {
    const found = explain(code);
    expect(found).toMatchObject({ code, fault: expect.any(String), category: expect.stringMatching(/^[a-z]+$/) });
    expect(ERROR_FAULTS).toContain(found?.fault);
    expect(found?.title.en).toMatch(/^[A-Z0-9]/);
    expect(found?.title.ru).toMatch(/[А-Яа-я]/);
    expect(found?.action.en).toMatch(/^[A-Z].+\.$/);
    expect(found?.action.ru).toMatch(/^[А-Я].+\.$/);
    expect(found?.detail.ru).not.toBe(found?.detail.en);
  });

  it('calls retryable what we send again by ourselves, and nothing else', () => {
    expect(META_CODES.filter((code) => explain(code)?.retryable).sort()).toEqual([...SENT_AGAIN].sort());
  });

  it.each([
    ['131047', { source: 'meta', category: 'window', ourCode: 'WINDOW_CLOSED', status: 409 }],
    ['190', { source: 'meta', category: 'auth', fault: 'admin', ourCode: 'WABA_AUTH', status: 502 }],
    ['190/463', { source: 'meta', category: 'auth' }],
    ['100/33', { source: 'meta', category: 'account' }],
    ['100', { source: 'meta', category: 'content' }],
    ['201-299', { source: 'meta', category: 'permission' }],
    ['WINDOW_CLOSED', { source: 'ours', category: 'message', ourCode: null, status: 409 }],
    ['UNKNOWN_OUTCOME', { source: 'ours', category: 'message', fault: 'meta', retryable: false, status: 409 }],
    ['CANCELLED', { source: 'ours', category: 'message', status: 409 }],
    ['MESSAGE_STATE', { source: 'ours', status: 409 }],
    ['IDEMPOTENCY_IN_FLIGHT', { source: 'ours', retryable: true, status: 409 }],
    ['WEBHOOK_NOT_FOUND', { source: 'ours', category: 'state', status: 404 }],
    ['VALIDATION', { source: 'ours', category: 'request', fault: 'client' }],
    ['TOKEN_EXPIRED', { source: 'ours', category: 'access' }],
    ['INTERNAL', { source: 'ours', category: 'server', fault: 'us' }],
  ])('knows %s', (code, expected) => {
    expect(explain(code)).toMatchObject({ code, ...expected });
  });

  it.each([
    '',
    'validation',
    'NOPE',
    '__proto__',
    'toString',
    '0190',
    '+190',
    '190.0',
    ' 190',
    '1e2',
    '131099',
    '99999999999999999999',
    '201-298',
    '100/',
    '<b>',
  ])('does not know %j', (code) => {
    expect(explain(code)).toBeUndefined();
  });
});

describe('listExplanations', () => {
  it('names each code once, ours first, and every one of them can be looked up', () => {
    const all = listExplanations();
    const codes = all.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.slice(0, ERROR_CODES.length)).toEqual(ERROR_CODES);
    expect(all.map(({ code }) => explain(code))).toEqual(all);
  });

  it('gives one source alone when asked', () => {
    expect(listExplanations('ours').map(({ code }) => code)).toEqual(ERROR_CODES);
    const theirs = listExplanations('meta');
    expect(theirs.every(({ source }) => source === 'meta')).toBe(true);
    expect(theirs.length).toBe(listExplanations().length - ERROR_CODES.length);
    expect(theirs.map(({ code }) => code)).toEqual(expect.arrayContaining(['131047', '201-299', '100/33']));
  });
});
