import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INVOICE, ORDER, SALE, startTemplatesDesk, type TemplatesDesk } from '../support/templates-desk.js';
import type { ApiAnswer } from '../support/test-app.js';
import type { SendAnswer } from '../support/test-desk.js';

async function codeOf(answer: Promise<ApiAnswer<SendAnswer>>): Promise<[number, string]> {
  const { status, body } = await answer;
  return [status, body.code];
}

describe('a template that cannot be sent', () => {
  let desk: TemplatesDesk;

  beforeAll(async () => {
    desk = await startTemplatesDesk({ isWindowOpen: false });
  });
  afterAll(() => desk.desk.close());

  const refusals: [string, object, string[]][] = [
    [
      'all missing',
      { name: 'order_ready', language: 'ru' },
      ['template.parameters.customer', 'template.parameters.order'],
    ],
    ['one missing', { ...ORDER, parameters: { customer: 'a' } }, ['template.parameters.order']],
    ['one too many', { ...ORDER, parameters: { ...ORDER.parameters, x: 'y' } }, ['template.parameters.x']],
    ['a line break', { ...ORDER, parameters: { customer: 'a\nb', order: '1' } }, ['template.parameters.customer']],
    ['a tab', { ...ORDER, parameters: { customer: 'a\tb', order: '1' } }, ['template.parameters.customer']],
    ['five spaces', { ...ORDER, parameters: { customer: 'a     b', order: '1' } }, ['template.parameters.customer']],
    [
      'too long',
      { ...ORDER, parameters: { customer: 'a'.repeat(1025), order: '1' } },
      ['template.parameters.customer'],
    ],
    ['NUL', { ...ORDER, parameters: { customer: 'a\0', order: '1' } }, ['template.parameters.customer']],
    [
      'half a character',
      { ...ORDER, parameters: { customer: 'a\ud83d', order: '1' } },
      ['template.parameters.customer'],
    ],
    ['an object', { ...ORDER, parameters: { customer: { text: 'a' }, order: '1' } }, ['template.parameters.customer']],
    ['no file', { ...SALE, header: undefined }, ['template.header.mediaUrl']],
    ['no code', { ...SALE, buttons: undefined }, ['template.buttons']],
    ['a bad file name', { ...INVOICE, header: { ...INVOICE.header, filename: '..' } }, ['template.header.filename']],
    ['no name', { language: 'ru' }, ['template.name']],
    ['a name that is none', { ...ORDER, name: "x'; --" }, ['template.name']],
    ['no language', { name: 'order_ready' }, ['template.language']],
    ['an unknown key', { ...ORDER, components: [] }, ['template.components']],
    [
      'a latitude of 91',
      { ...ORDER, header: { location: { latitude: 91, longitude: 0, name: 'a', address: 'b' } } },
      ['template.header.location.latitude'],
    ],
  ];
  it.each(refusals)('is refused with %s, before anything is stored or sent', async (_, template, fields) => {
    const before = await desk.desk.sendTraces();
    const { status, body } = await desk.send(template);
    expect([status, (body as unknown as { errors: { field: string }[] }).errors.map(({ field }) => field)]).toEqual([
      400,
      fields,
    ]);
    expect(await desk.desk.sendTraces()).toEqual(before);
  });

  it.each([
    ['unknown', { ...ORDER, name: 'nothing' }, [404, 'TEMPLATE_NOT_FOUND']],
    ['unknown in this language', { ...ORDER, language: 'de' }, [404, 'TEMPLATE_NOT_FOUND']],
    ['paused', { name: 'bonus_points', language: 'ru', parameters: ['1'] }, [409, 'TEMPLATE_NOT_APPROVED']],
    ['rejected', { name: 'survey', language: 'ru' }, [409, 'TEMPLATE_NOT_APPROVED']],
    [
      'with a file that is no image',
      { ...SALE, header: { mediaUrl: 'https://example.com/invoice.pdf' } },
      [400, 'MEDIA_TYPE'],
    ],
  ])('is refused when %s', async (_, template, expected) => {
    const before = await desk.desk.sendTraces();
    expect(await codeOf(desk.send(template))).toEqual(expected);
    expect(await desk.desk.sendTraces()).toEqual(before);
  });

  it.each([
    ['without template', { type: 'template' }, 'template'],
    ['with a text', { type: 'template', template: ORDER, message: 'a' }, 'message'],
    ['with mediaUrl', { type: 'template', template: ORDER, mediaUrl: 'https://example.com/photo.jpg' }, 'mediaUrl'],
    ['of another type', { type: 'text', message: 'a', template: ORDER }, 'template'],
  ])('does not go %s', async (_, body, field) => {
    const answer = await desk.desk.send({ chatId: desk.desk.chatId, ...body });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(`"field":"${field}"`)]);
  });
});

describe('a template to a number', () => {
  let desk: TemplatesDesk;

  beforeAll(async () => {
    desk = await startTemplatesDesk({ isWindowOpen: false });
  });
  afterAll(() => desk.desk.close());

  const sendTo = (phone: string, template: object = ORDER): ReturnType<TemplatesDesk['desk']['send']> =>
    desk.desk.send({ to: { channelId: desk.desk.fixture.channelId, phone }, type: 'template', template });

  it('makes the chat that is missing, once, however many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => sendTo('+7 (701) 777-00-11')));
    const chats = new Set(answers.map(({ body }) => body.message.chatId));
    expect([chats.size, answers.every(({ status }) => status === 200 || status === 202)]).toEqual([1, true]);
    const [chatId] = [...chats];
    const events = await desk.desk.app.rows(`select 1 from events where type = 'chat.created' and chat_id = $1`, [
      chatId,
    ]);
    const deeds = await desk.desk.app.rows(`select 1 from audit_log where action = 'chat.opened' and object_id = $1`, [
      String(chatId),
    ]);
    expect([events.length, deeds.length]).toEqual([1, 1]);
  });

  it.each([
    ['a wrong parameter', { ...ORDER, parameters: {} }, [400, 'VALIDATION']],
    ['an unknown template', { ...ORDER, name: 'nothing' }, [404, 'TEMPLATE_NOT_FOUND']],
    ['a paused one', { name: 'bonus_points', language: 'ru', parameters: ['1'] }, [409, 'TEMPLATE_NOT_APPROVED']],
  ])('makes none for %s', async (_, template, expected) => {
    const before = await desk.desk.count('chats');
    expect(await codeOf(sendTo('+77017770022', template))).toEqual(expected);
    expect(await desk.desk.count('chats')).toBe(before);
  });

  it('makes none in a foreign channel, and none for a text', async () => {
    const foreign = await desk.desk.app.createChannel();
    const answer = await desk.desk.send({
      to: { channelId: foreign.id, phone: '+77017770033' },
      type: 'template',
      template: ORDER,
    });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('to.channelId')]);
    const text = { to: { channelId: desk.desk.fixture.channelId, phone: '+77017770033' }, message: 'a' };
    expect(await codeOf(desk.desk.send(text))).toEqual([409, 'WINDOW_CLOSED']);
  });
});

describe('a template that was approved just now', () => {
  it('is found by asking WhatsApp, once a minute', async () => {
    const desk = await startTemplatesDesk({ isWindowOpen: false });
    try {
      await desk.desk.app.rows(`delete from templates where name = 'order_ready'`);
      expect((await desk.send(ORDER)).status).toBe(200);
      await desk.desk.app.rows(`delete from templates where name = 'order_ready'`);
      expect(await codeOf(desk.send(ORDER))).toEqual([404, 'TEMPLATE_NOT_FOUND']);
      desk.desk.app.clock.advance(61_000);
      expect((await desk.send(ORDER)).status).toBe(200);
    } finally {
      await desk.desk.close();
    }
  });
});
