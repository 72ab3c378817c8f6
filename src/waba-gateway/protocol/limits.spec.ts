import { describe, it, expect } from '@jest/globals';
import { mediaRule } from './limits.js';

describe('mediaRule', () => {
  it.each([
    ['image/jpeg', 'image', 5_242_880],
    ['IMAGE/PNG', 'image', 5_242_880],
    ['audio/ogg; codecs=opus', 'audio', 16_777_216],
    ['video/3gpp', 'video', 16_777_216],
    ['application/pdf', 'document', 104_857_600],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'document', 104_857_600],
    ['image/webp', 'sticker', 512_000],
  ])('takes %s as %s of at most %d bytes', (mimeType, kind, maxBytes) => {
    expect(mediaRule(mimeType)).toEqual({ kind, maxBytes });
  });

  it.each(['image/gif', 'image/svg+xml', 'text/html', '', ';', '__proto__', 'constructor'])(
    'knows no %j',
    (mimeType) => {
      expect(mediaRule(mimeType)).toBeUndefined();
    },
  );
});
