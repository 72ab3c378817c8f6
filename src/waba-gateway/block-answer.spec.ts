import { describe, expect, it } from '@jest/globals';
import { readBlockAnswer } from './graph-answer.js';

const SECRET = 'EAAGsecret0123456789';
const USER = { input: '+77011234567', wa_id: '77011234567' };
const REASON = { message: 'Re-engagement required', code: 131047, error_data: { details: 'Not in the last 24 hours' } };
const SOME_FAILED = { message: '(#139100) Failed', code: 139100, fbtrace_id: 'Trace' };

const read = (status: number, json: unknown): object =>
  readBlockAnswer({ status, body: typeof json === 'string' ? json : JSON.stringify(json) }, SECRET);

describe('readBlockAnswer', () => {
  it.each([
    ['added', { added_users: [USER] }],
    ['removed', { removed_users: [USER] }],
  ])('is done for who was %s', (_, users) => {
    expect(read(200, { messaging_product: 'whatsapp', block_users: users })).toEqual({ kind: 'done' });
  });

  it.each([200, 400])('finds the reason beside the user, whatever the status (%i)', (status) => {
    const failed = { added_users: [], failed_users: [{ ...USER, errors: [REASON] }] };
    expect(read(status, { block_users: failed, error: SOME_FAILED })).toMatchObject({
      kind: 'refused',
      httpStatus: status,
      error: { code: 131047, title: 'Re-engagement required', details: 'Not in the last 24 hours', fbtraceId: 'Trace' },
    });
  });

  it('takes the error of the request where no user has one', () => {
    expect(read(400, { error: SOME_FAILED })).toMatchObject({ kind: 'refused', error: { code: 139100 } });
    expect(read(400, { block_users: { failed_users: [USER] }, error: SOME_FAILED })).toMatchObject({
      kind: 'refused',
      error: { code: 139100 },
    });
  });

  it.each([
    ['nobody', 200, { block_users: { added_users: [] } }],
    ['a failure without a reason', 200, { block_users: { added_users: [USER], failed_users: [USER] } }],
    ['nothing', 200, ''],
    ['a page', 502, '<html></html>'],
    ['null', 200, 'null'],
  ])('is no answer where it says %s', (_, status, json) => {
    expect(read(status, json)).toMatchObject({ kind: 'failed' });
  });

  it('gives the access token away to nobody', () => {
    const error = { message: `Malformed ${SECRET}`, code: 190 };
    expect(JSON.stringify(read(401, { error }))).not.toContain(SECRET);
  });
});
