import { describe, it, expect } from '@jest/globals';
import { readMarkAnswer, readSendAnswer, readUploadAnswer } from './graph-answer.js';

const SECRET = 'EAAtoken';
const accepted = {
  messaging_product: 'whatsapp',
  contacts: [{ input: '+77011234567', wa_id: '77011234567' }],
  messages: [{ id: 'wamid.1', message_status: 'accepted' }],
};
const refusal = {
  message: '(#131047) Re-engagement message',
  type: 'OAuthException',
  code: 131047,
  error_data: { messaging_product: 'whatsapp', details: 'more than 24 hours' },
  error_subcode: 2494055,
  fbtrace_id: 'Atrace',
  is_transient: false,
  error_user_title: 'Title',
  error_user_msg: 'Sentence',
};

function read(status: number, body: unknown) {
  return readSendAnswer({ status, body: typeof body === 'string' ? body : JSON.stringify(body) }, SECRET);
}

describe('readSendAnswer', () => {
  it.each([
    [accepted, { kind: 'accepted', wamid: 'wamid.1', waId: '77011234567', messageStatus: 'accepted' }],
    [
      { contacts: [{ input: 'KZ.1', user_id: 'KZ.1' }], messages: [{ id: 'wamid.2' }] },
      { kind: 'accepted', wamid: 'wamid.2', userId: 'KZ.1' },
    ],
    [
      { messages: [{ id: 'wamid.3' }], error: refusal },
      { kind: 'accepted', wamid: 'wamid.3' },
    ],
  ])('takes %j for accepted', (body, expected) => {
    expect(read(200, body)).toEqual(expected);
  });

  it('reads all of a refusal', () => {
    expect(read(400, { error: refusal })).toEqual({
      kind: 'refused',
      httpStatus: 400,
      error: {
        code: 131047,
        subcode: 2494055,
        title: 'Re-engagement message',
        message: '(#131047) Re-engagement message',
        details: 'more than 24 hours',
        fbtraceId: 'Atrace',
        userTitle: 'Title',
        userMessage: 'Sentence',
        isTransient: false,
      },
    });
  });

  it.each([
    [500, { code: 131000 }, { code: 131000, title: '', message: '' }],
    [
      400,
      { code: '100', message: 'm', error_data: 'plain' },
      { code: 100, title: 'm', message: 'm', details: 'plain' },
    ],
    [401, { code: 0, message: 'a\0b' }, { code: 0, title: 'a\uFFFDb', message: 'a\uFFFDb' }],
  ])('reads HTTP %d %j', (status, error, expected) => {
    expect(read(status, { error })).toEqual({ kind: 'refused', httpStatus: status, error: expected });
  });

  it.each<[number, unknown]>([
    [200, ''],
    [200, 'OK'],
    [200, '{"messages":'],
    [200, {}],
    [200, { messages: [] }],
    [200, { messages: [{ id: '' }] }],
    [200, { messages: { id: 'wamid.1' } }],
    [200, { success: true }],
    [200, { error: refusal }],
    [302, { error: refusal }],
    [400, { error: 'no' }],
    [400, { error: { message: 'without a code' } }],
    [400, { error: { code: 1.5 } }],
    [500, 'null'],
    [502, '<html>Bad Gateway</html>'],
    [503, ''],
    [504, ''],
  ])('takes HTTP %d %j for uncertain', (status, body) => {
    expect(read(status, body).kind).toBe('uncertain');
  });

  it('lets no access token out', () => {
    const other = `EAA${'x1'.repeat(20)}`;
    const text = `Malformed access token ${SECRET}, not ${other}`;
    const outcome = read(401, {
      error: { code: 190, message: text, error_user_msg: text, error_data: { details: text } },
    });
    expect(JSON.stringify(outcome)).not.toContain(SECRET);
    expect(outcome).toMatchObject({ error: { message: 'Malformed access token [token], not [token]' } });
  });
});

describe('readUploadAnswer', () => {
  it.each([
    [200, { id: '806312974732579' }, { kind: 'uploaded', mediaId: '806312974732579' }],
    [200, { id: 5 }, { kind: 'uploaded', mediaId: '5' }],
    [200, {}, { kind: 'failed', reason: 'HTTP 200 without a media id' }],
    [400, { error: { code: 100 } }, { kind: 'refused', httpStatus: 400, error: { code: 100, title: '', message: '' } }],
  ])('reads HTTP %d %j', (status, body, expected) => {
    expect(readUploadAnswer({ status, body: JSON.stringify(body) }, SECRET)).toEqual(expected);
  });
});

describe('readMarkAnswer', () => {
  it.each([
    [200, '{"success":true}', { kind: 'marked' }],
    [200, '{"success":false}', { kind: 'failed', reason: 'HTTP 200 without success' }],
    [200, '', { kind: 'failed', reason: 'HTTP 200 without success' }],
    [502, '<html>', { kind: 'failed', reason: 'HTTP 502 without success' }],
    [
      400,
      '{"error":{"code":131009}}',
      { kind: 'refused', httpStatus: 400, error: { code: 131009, title: '', message: '' } },
    ],
  ])('reads HTTP %d %j', (status, body, expected) => {
    expect(readMarkAnswer({ status, body }, SECRET)).toEqual(expected);
  });
});
