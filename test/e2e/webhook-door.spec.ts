import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signBody } from '../../src/waba-gateway/protocol/signature.js';
import { envelopeOf, inboundValue, startTestDesk, type TestDesk, textMessage } from '../support/test-desk.js';

const WEBHOOK = '/api/waba/webhook';

describe('/api/waba/webhook', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  describe('GET, the handshake', () => {
    const ask = (query: string): Promise<{ status: number; text: string; headers: Headers }> =>
      desk.app.call('GET', `${WEBHOOK}?${query}`);
    const token = (): string => encodeURIComponent(desk.app.config.metaVerifyToken ?? '');

    it('echoes the challenge as plain text to the right token', async () => {
      const answer = await ask(`hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token()}`);
      expect([answer.status, answer.text]).toEqual([200, '1158201444']);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    });

    it.each([
      ['a wrong token', () => 'hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=wrong'],
      ['an empty token', () => 'hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token='],
      ['no token', () => 'hub.mode=subscribe&hub.challenge=1158201444'],
      [
        'two tokens',
        () => `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=x&hub.verify_token=${token()}`,
      ],
      ['no mode', () => `hub.challenge=1158201444&hub.verify_token=${token()}`],
      ['another mode', () => `hub.mode=unsubscribe&hub.challenge=1158201444&hub.verify_token=${token()}`],
      ['the mode in upper case', () => `hub.mode=SUBSCRIBE&hub.challenge=1158201444&hub.verify_token=${token()}`],
    ])('refuses %s with 403 and does not echo', async (_, query) => {
      const answer = await ask(query());
      expect(answer.status).toBe(403);
      expect(answer.text).not.toContain('1158201444');
    });

    it.each([
      ['none', ''],
      ['markup', '&hub.challenge=%3Cscript%3Ealert(1)%3C/script%3E'],
      ['10 KB', `&hub.challenge=${'1'.repeat(10_240)}`],
    ])('answers 400 to a challenge of %s', async (_, challenge) => {
      expect((await ask(`hub.mode=subscribe&hub.verify_token=${token()}${challenge}`)).status).toBe(400);
    });
  });

  describe('POST, the signature', () => {
    const body = envelopeOf([{ field: 'messages', value: inboundValue([textMessage('wamid.UNSIGNED', 'x')]) }]);
    const mac = (text = body): string => signBody(desk.appSecret, Buffer.from(text));
    const variants: [string, () => Record<string, string>][] = [
      ['none', () => ({})],
      ['an empty one', () => ({ 'x-hub-signature-256': '' })],
      ['the prefix alone', () => ({ 'x-hub-signature-256': 'sha256=' })],
      ['63 digits', () => ({ 'x-hub-signature-256': mac().slice(0, -1) })],
      ['65 digits', () => ({ 'x-hub-signature-256': `${mac()}0` })],
      ['upper-case digits', () => ({ 'x-hub-signature-256': `sha256=${mac().slice(7).toUpperCase()}` })],
      ['an upper-case prefix', () => ({ 'x-hub-signature-256': mac().replace('sha256', 'SHA256') })],
      ['the SHA-1 header alone', () => ({ 'x-hub-signature': mac() })],
      ['a comma list', () => ({ 'x-hub-signature-256': `${mac()}, ${mac()}` })],
      [
        'that of another secret',
        () => ({ 'x-hub-signature-256': signBody('another-secret-of-a-retired-app', Buffer.from(body)) }),
      ],
      ['that of the re-serialised JSON', () => ({ 'x-hub-signature-256': mac(JSON.stringify(JSON.parse(body))) })],
    ];

    it.each(variants)('refuses %s with 401 and keeps nothing', async (_, headers) => {
      const before = await desk.count('webhook_inbox');
      const answer = await desk.app.call<{ code: string }>('POST', WEBHOOK, { body, headers: headers() });
      expect([answer.status, answer.body.code]).toEqual([401, 'SIGNATURE_INVALID']);
      expect(await desk.count('webhook_inbox')).toBe(before);
    });

    it('refuses unsigned malformed JSON before it is parsed', async () => {
      expect((await desk.app.call('POST', WEBHOOK, { body: '{"object":' })).status).toBe(401);
    });

    it('accepts the bytes as they came, whatever their escapes and spaces', async () => {
      const text = ` {"object" : "whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":${JSON.stringify(inboundValue([]))}}]}],"note":"\\/ \\u0436 ж"}\n`;
      expect(await desk.post(text)).toBe(200);
    });

    it('answers 413 beyond 4 MiB and 415 to a compressed body', async () => {
      expect(await desk.post(Buffer.alloc(4 * 1024 * 1024 + 1, 32))).toBe(413);
      const compressed = await desk.app.call('POST', WEBHOOK, {
        body,
        headers: { 'content-encoding': 'gzip', 'x-hub-signature-256': mac() },
      });
      expect(compressed.status).toBe(415);
    });

    it('accepts any of several app secrets, so that they can be rotated', async () => {
      const rotating = await startTestDesk({
        environment: { META_APP_SECRET: `0f1e2d3c4b5a69788796a5b4c3d2e1f0,${desk.appSecret}` },
        isWindowOpen: false,
      });
      expect(await rotating.post('{}', signBody('0f1e2d3c4b5a69788796a5b4c3d2e1f0', Buffer.from('{}')))).toBe(200);
      expect(await rotating.post('{}', signBody(desk.appSecret, Buffer.from('{}')))).toBe(200);
      await rotating.close();
    });
  });
});
