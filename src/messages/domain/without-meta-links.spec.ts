import { describe, expect, it } from '@jest/globals';
import { withoutMetaLinks } from './without-meta-links.js';

describe('withoutMetaLinks', () => {
  it.each([
    'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&source=webhook',
    'https://LOOKASIDE.fbsbx.com/x',
    'https://mmg.whatsapp.net/v/t62.7118-24/x',
    'https://scontent.xx.fbcdn.net/x.jpg',
    'https://graph.facebook.com/v25.0/1',
  ])('leaves out %s, however deep it stands', (url) => {
    const image = { id: '1', url };
    expect(withoutMetaLinks({ ...image, parts: [image], referral: { thumbnail_url: url, headline: 'x' } })).toEqual({
      id: '1',
      parts: [{ id: '1' }],
      referral: { headline: 'x' },
    });
  });

  it('keeps everything else as it is', () => {
    const details = {
      body: 'https://lookaside.fbsbx.com/x',
      url: 'https://example.com/place',
      source_url: 'https://fb.me/3cr4Wqqkv',
      image_url: 'https://lookaside.fbsbx.com.example.com/x',
      curl: 'not a link',
      latitude: 43.2,
      none: null,
      contacts: [{ urls: [{ url: 'https://shop.kz' }] }],
    };
    expect(withoutMetaLinks(details)).toEqual(details);
  });
});
