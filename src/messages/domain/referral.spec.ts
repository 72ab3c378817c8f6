import { describe, expect, it } from '@jest/globals';
import { toReferral } from './referral.js';

const EMPTY = {
  sourceType: null,
  sourceId: null,
  sourceUrl: null,
  headline: null,
  body: null,
  mediaType: null,
  clickId: null,
  welcomeText: null,
};

describe('toReferral', () => {
  it('names what an ad says', () => {
    const referral = {
      source_url: 'https://fb.me/x',
      source_id: 120226,
      source_type: 'ad',
      headline: 'Скидки',
      body: 'Лето',
      media_type: 'image',
      image_url: 'https://scontent.xx.fbcdn.net/1',
      ctwa_clid: 'Aff-1',
      welcome_message: { text: 'Здравствуйте!' },
    };
    expect(toReferral(referral)).toEqual({
      sourceType: 'ad',
      sourceId: '120226',
      sourceUrl: 'https://fb.me/x',
      headline: 'Скидки',
      body: 'Лето',
      mediaType: 'image',
      clickId: 'Aff-1',
      welcomeText: 'Здравствуйте!',
    });
  });

  it.each([['javascript:alert(1)'], ['data:text/html,x'], ['//evil'], ['x']])('gives no link of %s', (url) => {
    expect(toReferral({ source_url: url, headline: 'x' })).toEqual({ ...EMPTY, headline: 'x' });
  });

  it.each([[undefined], [null], ['ad'], [[]], [{}], [{ headline: {}, welcome_message: [] }]])(
    'is null for %j',
    (value) => {
      expect(toReferral(value)).toBeNull();
    },
  );
});
