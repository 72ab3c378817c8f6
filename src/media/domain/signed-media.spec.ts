import { describe, expect, it } from '@jest/globals';
import { type MediaPart, signMediaUrl, verifySignedMedia, type SignedMediaParams } from './signed-media.js';

const SECRET = 'a secret of the test, thirty-two bytes or more';
const BASE = 'https://api.example.com';

function at(time: string): Date {
  return new Date(`2026-03-01T${time}Z`);
}

function sign(
  time: string,
  input: { mediaId?: number; part?: MediaPart; userId?: number; secret?: string } = {},
): string {
  return signMediaUrl({ baseUrl: BASE, mediaId: 77, part: 'file', userId: 5, secret: SECRET, ...input, now: at(time) });
}

function paramsOf(url: string): SignedMediaParams {
  const { pathname, searchParams } = new URL(url);
  const mediaId = Number(pathname.split('/').at(-1));
  return {
    mediaId,
    part: 'file',
    u: searchParams.get('u'),
    exp: searchParams.get('exp'),
    sig: searchParams.get('sig'),
  };
}

describe('signMediaUrl', () => {
  it('names the file, the user and the end', () => {
    expect(sign('10:10:00')).toMatch(
      /^https:\/\/api\.example\.com\/api\/waba\/operator\/media\/77\?u=5&exp=1772362800&sig=[\w-]{43}$/,
    );
  });

  it.each([
    ['10:00:00', '11:00:00'],
    ['10:00:00.001', '11:00:00'],
    ['10:29:59.999', '11:00:00'],
    ['10:30:00', '11:30:00'],
    ['23:45:00', '24:30:00'],
  ])('at %s makes a link that ends at %s', (now, end) => {
    const expected = at('00:00:00').getTime() / 1000 + Number(end.slice(0, 2)) * 3600 + Number(end.slice(3, 5)) * 60;
    expect(paramsOf(sign(now)).exp).toBe(String(expected));
  });

  it('stays the same within a half hour, so that browsers keep the file', () => {
    expect(sign('10:00:00')).toBe(sign('10:29:59'));
    expect(sign('10:00:00')).not.toBe(sign('10:30:00'));
  });

  it('bears a base URL that ends with a slash', () => {
    const url = signMediaUrl({
      baseUrl: `${BASE}/`,
      mediaId: 77,
      part: 'file',
      userId: 5,
      now: at('10:10:00'),
      secret: SECRET,
    });
    expect(url).toBe(sign('10:10:00'));
  });
});

describe('verifySignedMedia', () => {
  const params = paramsOf(sign('10:10:00'));
  const now = at('10:20:00');

  it('names the user of a good link until its end', () => {
    expect(verifySignedMedia(params, now, SECRET)).toEqual({ ok: true, userId: 5 });
    expect(verifySignedMedia(params, at('10:59:59.999'), SECRET)).toEqual({ ok: true, userId: 5 });
    expect(verifySignedMedia(params, at('11:00:00'), SECRET)).toEqual({ ok: false, reason: 'expired' });
  });

  it('opens nothing of a file with the link of its thumbnail, nor the other way round', () => {
    const link = sign('10:10:00', { part: 'thumbnail' });
    expect(link).toContain('/media/77/thumbnail?u=5&');
    const { searchParams } = new URL(link);
    const thumbnail = { ...params, sig: searchParams.get('sig') };
    expect(verifySignedMedia({ ...thumbnail, part: 'thumbnail' }, now, SECRET)).toEqual({ ok: true, userId: 5 });
    expect(verifySignedMedia(thumbnail, now, SECRET)).toEqual({ ok: false, reason: 'invalid' });
    expect(verifySignedMedia({ ...params, part: 'thumbnail' }, now, SECRET)).toEqual({ ok: false, reason: 'invalid' });
  });

  const sig = String(params.sig);
  const flipped = `${sig[0] === 'A' ? 'B' : 'A'}${sig.slice(1)}`;
  /** Another text for the same bytes: the two lowest bits of the last letter mean nothing. */
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const twin = `${sig.slice(0, 42)}${alphabet[alphabet.indexOf(sig.slice(42)) + 1]}`;

  it.each([
    ['another file', { mediaId: 78 }],
    ['another user', { u: '6' }],
    ['a later end', { exp: '1772366400' }],
    ['a user with zeros', { u: '05' }],
    ['a user with a sign', { u: '+5' }],
    ['no user', { u: undefined }],
    ['two users', { u: ['5', '5'] }],
    ['no end', { exp: undefined }],
    ['an end of letters', { exp: 'Infinity' }],
    ['an object for an end', { exp: { a: 1 } }],
    ['no signature', { sig: undefined }],
    ['an empty signature', { sig: '' }],
    ['two signatures', { sig: [sig, sig] }],
    ['a short signature', { sig: sig.slice(0, 42) }],
    ['a long signature', { sig: `${sig}A` }],
    ['a padded signature', { sig: `${sig}=` }],
    ['a changed signature', { sig: flipped }],
    ['a signature of other text but the same bytes', { sig: twin }],
    ['letters of two bytes', { sig: 'я'.repeat(43) }],
    ['digits moved from the user to the file', { mediaId: 7, u: '75' }],
  ])('refuses %s', (_name, change) => {
    expect(verifySignedMedia({ ...params, ...change }, now, SECRET)).toEqual({ ok: false, reason: 'invalid' });
  });

  it('refuses a link made with another secret', () => {
    const forged = paramsOf(sign('10:10:00', { secret: `${SECRET}x` }));
    expect(verifySignedMedia(forged, now, SECRET)).toEqual({ ok: false, reason: 'invalid' });
  });

  it('calls a forged and expired link invalid, not expired', () => {
    expect(verifySignedMedia({ ...params, u: '6' }, at('23:00:00'), SECRET)).toEqual({ ok: false, reason: 'invalid' });
  });
});
