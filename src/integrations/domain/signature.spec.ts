import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Clock } from '../../common/clock.js';
import { newSecret, rotated, type SealedSecret, signedHeaders, signingSecrets } from './signature.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const hours = (count: number): string => new Date(NOW.getTime() + count * 3_600_000).toISOString();

describe('signedHeaders', () => {
  const [one, two] = [newSecret(), newSecret()];
  const body = JSON.stringify({ type: 'message.received', text: 'Привет 👋' });
  const headers = signedHeaders({ id: 'NzQyLjE', body, at: new Clock().now() }, [one, two]);

  it.each([one, two])('are what the official library verifies, with each of the secrets', (secret) => {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it('are the ones of its own example', () => {
    const made = signedHeaders(
      { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}', at: new Date(1614265330_000) },
      ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    );
    expect(made['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it.each([
    ['another body', `${body} `, headers],
    ['another id', body, { ...headers, 'webhook-id': 'NzQyLjI' }],
    ['another time', body, { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }],
  ])('do not fit %s', (_, text, given) => {
    expect(() => new Webhook(one).verify(text, given)).toThrow('No matching signature');
  });
});

describe('rotated', () => {
  const present: SealedSecret = { sealed: 'a', until: null };

  it('lets the old secret sign for a day beside the new one', () => {
    const secrets = rotated([present], 'b', NOW);
    expect(secrets).toEqual([
      { sealed: 'b', until: null },
      { sealed: 'a', until: hours(24) },
    ]);
    expect(signingSecrets(secrets, new Date(hours(23.9)))).toHaveLength(2);
    expect(signingSecrets(secrets, new Date(hours(24)))).toEqual([{ sealed: 'b', until: null }]);
  });

  it('prolongs nothing, and keeps no more than three old ones', () => {
    const secrets = rotated(rotated([present], 'b', NOW), 'c', new Date(hours(1)));
    expect(secrets.map(({ until }) => until)).toEqual([null, hours(25), hours(24)]);
    expect(rotated(secrets, 'd', new Date(hours(24.5))).map(({ sealed }) => sealed)).toEqual(['d', 'c', 'b']);
    const many = 'bcdefg'.split('').reduce((list, sealed) => rotated(list, sealed, NOW), [present]);
    expect(many.map(({ sealed }) => sealed)).toEqual(['g', 'f', 'e', 'd']);
  });
});
