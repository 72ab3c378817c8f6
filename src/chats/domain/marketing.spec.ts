import { describe, expect, it } from '@jest/globals';
import { assertMayMarket } from './marketing.js';

describe('assertMayMarket', () => {
  it('lets pass who never said anything', () => {
    expect(() => assertMayMarket({ optedOut: false })).not.toThrow();
  });

  it('refuses as WhatsApp would', () => {
    expect(() => assertMayMarket({ optedOut: true })).toThrow(
      expect.objectContaining({ code: 'RECIPIENT', status: 422, message: expect.stringContaining('opted out') }),
    );
  });
});
