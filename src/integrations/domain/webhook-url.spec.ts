import { describe, expect, it } from '@jest/globals';
import { parseWebhookUrl } from './webhook-url.js';

const kindOf = (text: string, allowsLoopback = false): string => {
  const result = parseWebhookUrl(text, allowsLoopback);
  return result.ok ? result.url.href : result.kind;
};

describe('parseWebhookUrl', () => {
  it.each([
    ['https://hooks.example.com/wa?key=1', 'https://hooks.example.com/wa?key=1'],
    ['https://hooks.example.com:8443/wa', 'https://hooks.example.com:8443/wa'],
    ['https://hooks.example.com:443/wa', 'https://hooks.example.com/wa'],
    ['http://hooks.example.com/wa', 'invalid'],
    ['https://hooks.example.com:8080/wa', 'invalid'],
    ['https://hooks.example.com:08443/wa', 'invalid'],
    ['https://user:pass@hooks.example.com/wa', 'invalid'],
    ['https://hooks.example.com\\@10.0.0.1/', 'invalid'],
    [`https://hooks.example.com/${'a'.repeat(2048)}`, 'invalid'],
    ['https://169.254.169.254/latest/meta-data/', 'blocked'],
    ['https://2130706433:8443/', 'blocked'],
    ['https://[::ffff:127.0.0.1]/', 'blocked'],
    ['https://db.internal/', 'blocked'],
    ['https://localhost/', 'blocked'],
    ['http://127.0.0.1:5000/hook', 'invalid'],
  ])('reads %s as %s', (text, expected) => {
    expect(kindOf(text)).toBe(expected);
  });

  it.each([
    ['http://localhost:5000/hook', 'http://localhost:5000/hook'],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000/'],
    ['https://[::1]:8443/hook', 'https://[::1]:8443/hook'],
    ['http://127.0.0.1:99999/', 'invalid'],
    ['http://127.0.0.1@10.0.0.1/', 'invalid'],
    ['http://127.0.0.1.evil.example/', 'invalid'],
    ['http://localhost:5000\\@10.0.0.1/', 'invalid'],
    ['http://10.0.0.1:5000/', 'invalid'],
    ['https://10.0.0.1/', 'blocked'],
    ['https://hooks.example.com/', 'https://hooks.example.com/'],
  ])('reads %s in the sandbox as %s', (text, expected) => {
    expect(kindOf(text, true)).toBe(expected);
  });
});
