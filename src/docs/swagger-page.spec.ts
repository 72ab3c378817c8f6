import { describe, expect, it } from '@jest/globals';
import { swaggerPage, swaggerStart } from './swagger-page.js';

describe('swaggerStart', () => {
  it('signs in with a token, written so that it cannot become code', () => {
    expect(swaggerStart('bearer', 'a"); alert("b')).toContain('ui.preauthorizeApiKey("bearer", "a\\"); alert(\\"b");');
  });

  it.each([[undefined], ['']])('signs nobody in with %p', (token) => {
    expect(swaggerStart('bearer', token)).not.toContain('preauthorize');
  });

  it('asks no validator on the internet', () => {
    expect(swaggerStart('bearer', undefined)).toContain('"validatorUrl": null');
  });
});

describe('swaggerPage', () => {
  it('has nothing inline and nothing from elsewhere', () => {
    expect(swaggerPage('1.2.3')).not.toMatch(/<script>|<style|style=|https?:/);
  });
});
