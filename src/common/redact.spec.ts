import { describe, expect, it } from '@jest/globals';
import { redactFields, redactText } from './redact.js';

describe('redactText', () => {
  it.each([
    ['postgres://wa:pa/ss@wo:rd@db:5432/wa', 'postgres://***@db:5432/wa'],
    ['Authorization: Bearer abc.def', 'Authorization: *** ***'],
    ['got Basic dXNlcjpwYXNz from x', 'got Basic *** from x'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln ok', 'jwt *** ok'],
    ['cut eyJhbGciOiJIUzI1NiJ9 ok', 'cut *** ok'],
    ['graph EAAGm0PX4ZCpsBAKZCZD1234 ok', 'graph *** ok'],
    ['{"password": "two words", "a": 1}', '{"password": ***, "a": 1}'],
    ['?ticket=abc&x=1', '?ticket=***&x=1'],
    ['hub.verify_token=abc&x=1', 'hub.verify_token=***&x=1'],
    ['at file:///srv/node_modules/@nestjs/core/x.js:1', 'at file:///srv/node_modules/@nestjs/core/x.js:1'],
    ['nothing to hide', 'nothing to hide'],
  ])('%s → %s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('cuts at 2,000 characters without leaving half a secret', () => {
    const text = `${'x'.repeat(1_990)} eyJ${'a'.repeat(100)}.b.c`;
    expect(redactText(text)).toHaveLength(1_994);
    expect(redactText('y'.repeat(10_000))).toHaveLength(2_000);
  });
});

describe('redactFields', () => {
  it('ends circles, buffers and long lists', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const fields = redactFields({
      circle,
      bytes: Buffer.from('abc'),
      list: Array.from({ length: 100 }, (_, n) => n),
      id: 10n,
    });
    expect(() => JSON.stringify(fields)).not.toThrow();
    expect(fields).toMatchObject({ bytes: '…', id: '10' });
    expect(fields['list']).toHaveLength(20);
  });
});
