import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

describe('POST /api/waba/operator/send', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  describe('with a wrong body', () => {
    const wrong: [string, unknown][] = [
      ['nothing', {}],
      ['null', 'null'],
      ['an array', '[]'],
      ['a string', '"x"'],
      ['no chatId', { message: 'x' }],
      ['no message', { chatId: 1 }],
      ...['123', 1.5, 0, -1, true, null, [1], {}, 1e20, 9007199254740992].map((chatId): [string, unknown] => [
        `chatId ${JSON.stringify(chatId)}`,
        { chatId, message: 'x' },
      ]),
      ...[
        '',
        '   ',
        '\u200b\u2060',
        '\n\n',
        'a\u0000b',
        'a\u0007b',
        '\ud800',
        'a'.repeat(4097),
        1,
        null,
        {},
        ['x'],
      ].map((message): [string, unknown] => [
        `message ${JSON.stringify(message).slice(0, 20)}`,
        { chatId: 1, message },
      ]),
      ...['IMAGE', 'gif', '__proto__', ['text'], 1, null].map((type): [string, unknown] => [
        `type ${JSON.stringify(type)}`,
        { chatId: 1, message: 'x', type },
      ]),
      ['an image without mediaUrl', { chatId: 1, message: 'x', type: 'image' }],
      ['a document without mediaUrl', { chatId: 1, message: 'x', type: 'document' }],
      ['a text with mediaUrl', { chatId: 1, message: 'x', mediaUrl: 'https://example.com/photo.jpg' }],
      ['a text with a caption', { chatId: 1, message: 'x', caption: 'y' }],
      ...['a\r\nb.pdf', 'a\u0000.pdf', 'a".pdf', 'я'.repeat(150), '', '.'].map((filename): [string, unknown] => [
        `filename ${JSON.stringify(filename).slice(0, 20)}`,
        { chatId: 1, message: 'x', type: 'document', mediaUrl: 'https://example.com/invoice.pdf', filename },
      ]),
      [
        'a caption of 1,025',
        {
          chatId: 1,
          message: 'x',
          type: 'image',
          mediaUrl: 'https://example.com/photo.jpg',
          caption: 'a'.repeat(1025),
        },
      ],
      [
        'a message too long to be a caption',
        { chatId: 1, message: 'a'.repeat(1025), type: 'image', mediaUrl: 'https://example.com/photo.jpg' },
      ],
      ...['operatorId', 'status', 'fromMe', 'id', 'whatsappMessageId'].map((key): [string, unknown] => [
        `the key ${key}`,
        { chatId: 1, message: 'x', [key]: 1 },
      ]),
      ['a __proto__ key', '{"chatId":1,"message":"x","__proto__":{"x":1}}'],
      ['a constructor key', '{"chatId":1,"message":"x","constructor":{"prototype":{"x":1}}}'],
      ['broken JSON', '{"chatId":1,'],
    ];

    it.each(wrong)('answers 400 to %s and leaves no trace', async (_, body) => {
      const before = await desk.sendTraces();
      const answer = await desk.send(body);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        status: 400,
        error: expect.any(String),
        code: expect.stringMatching(/^(VALIDATION|BAD_JSON)$/),
      });
      expect(await desk.sendTraces()).toEqual(before);
      expect(({} as { x?: unknown }).x).toBeUndefined();
    });
  });

  describe('with a hostile media URL', () => {
    it.each([
      ['http://example.com/photo.jpg', 'MEDIA_URL_INVALID'],
      ['file:///etc/passwd', 'MEDIA_URL_INVALID'],
      ['//example.com/x', 'MEDIA_URL_INVALID'],
      ['https:example.com', 'MEDIA_URL_INVALID'],
      ['https://example.com:8080/x', 'MEDIA_URL_INVALID'],
      ['https://example.com@10.0.0.1/', 'MEDIA_URL_INVALID'],
      ['https://127.0.0.1/x', 'MEDIA_URL_BLOCKED'],
      ['https://2130706433/x', 'MEDIA_URL_BLOCKED'],
      ['https://[::ffff:10.0.0.1]/x', 'MEDIA_URL_BLOCKED'],
      ['https://localhost./x', 'MEDIA_URL_BLOCKED'],
      ['https://169.254.169.254/latest/meta-data', 'MEDIA_URL_BLOCKED'],
      ['https://example.com/redirect', 'MEDIA_UNREACHABLE'],
      ['https://example.com/missing', 'MEDIA_UNREACHABLE'],
      ['https://example.com/slow', 'MEDIA_UNREACHABLE'],
      ['https://example.com/huge.jpg', 'MEDIA_TOO_LARGE'],
      ['https://example.com/endless', 'MEDIA_TOO_LARGE'],
      ['https://example.com/fake.png', 'MEDIA_TYPE'],
      ['https://example.com/invoice.pdf', 'MEDIA_TYPE'],
    ])('answers 400 to %s with %s and leaves no trace', async (mediaUrl, code) => {
      const before = await desk.sendTraces();
      const answer = await desk.send({ chatId: desk.chatId, type: 'image', message: 'x', mediaUrl });
      expect([answer.status, answer.body.code]).toEqual([400, code]);
      expect(await desk.sendTraces()).toEqual(before);
    });
  });
});
