import { describe, expect, it } from '@jest/globals';
import { bannerLines } from './banner.js';

const FACTS = {
  config: {
    publicUrl: 'http://localhost:3000',
    docs: true,
    databaseUrl: 'postgresql://wa_operator:s3cret@127.0.0.1:5432/wa_operator',
    graphApiUrl: 'https://graph.facebook.com',
  },
  simulatorUrl: 'http://127.0.0.1:4010',
  folder: '/home/anna/shop/.sandbox',
  aheadMs: 0,
  token: 'a.b.c',
};

describe('bannerLines', () => {
  it('fits with the first message into 25 lines of a terminal', () => {
    expect(bannerLines(FACTS).length).toBeLessThanOrEqual(11);
    expect(bannerLines(FACTS).join('\n').split('\n')).toHaveLength(bannerLines(FACTS).length);
  });

  it('ends with a line to paste', () => {
    expect(bannerLines(FACTS).at(-1)).toBe(
      'curl -X POST http://localhost:3000/api/waba/operator/send -H "Authorization: Bearer a.b.c" -H "Content-Type: application/json"' +
        ` -d '{"chatId":123,"message":"Здравствуйте! Ваш заказ готов к выдаче."}'`,
    );
  });

  it('begins with what to look at', () => {
    expect(bannerLines(FACTS)[1]).toBe(
      "  Look        http://localhost:4010/ (a customer's phone beside an operator's desk)",
    );
  });

  it('shows no password of the database', () => {
    const text = bannerLines(FACTS).join('\n');
    expect(text).toContain('postgresql://wa_operator@127.0.0.1:5432/wa_operator');
    expect(text).not.toContain('s3cret');
  });

  it('names only what is there', () => {
    const bare = { ...FACTS, config: { ...FACTS.config, docs: false }, simulatorUrl: undefined, token: undefined };
    const text = bannerLines(bare).join('\n');
    expect(text).toContain('messages go to https://graph.facebook.com');
    expect(text).not.toMatch(/curl|Swagger|Simulator |Look|Clock/);
  });

  it('tells of a clock that was moved', () => {
    expect(bannerLines({ ...FACTS, aheadMs: 90_000_000 })).toContain('  Clock       25.0 h ahead: it was moved before');
  });
});
