import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INTERACTIVE_EXAMPLES } from '../../src/messages/send/types/interactive-examples.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

const BUTTONS = {
  type: 'button',
  body: { text: 'a' },
  action: { buttons: [{ type: 'reply', reply: { id: '1', title: 'Да' } }] },
};
const rows = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}`, title: 'a' }));
const list = (sections: unknown): object => ({ type: 'list', body: { text: 'a' }, action: { button: 'b', sections } });
const deep = (depth: number): unknown => JSON.parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth));
const flow = (data: unknown): object => ({
  type: 'flow',
  body: { text: 'a' },
  action: {
    name: 'flow',
    parameters: {
      flow_message_version: '3',
      flow_id: '1',
      flow_cta: 'a',
      flow_action_payload: { screen: 'A', data },
    },
  },
});

describe('types of POST /api/waba/operator/send', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
  });
  afterAll(() => desk.close());

  describe.each(Object.entries(INTERACTIVE_EXAMPLES))('interactive %s', (kind, { value }) => {
    it('reaches WhatsApp as it is and reads as its text', async () => {
      desk.app.clock.advance(6_000);
      const answer = await desk.send({ chatId: desk.chatId, ...value });
      const interactive = value['interactive'] as { body: { text: string } };
      expect([answer.status, answer.body.message.content]).toEqual([200, interactive.body.text]);
      const { sent } = await desk.control<{ sent: { body: object }[] }>('GET', 'sent');
      expect(sent.at(-1)?.body).toMatchObject({ type: 'interactive', interactive });
      const shown = await desk.get(`/api/waba/operator/message/${answer.body.message.id}`);
      expect(shown.body).toMatchObject({ type: 'interactive', details: { type: kind } });
    });
  });

  const wrong: [string, unknown, string | null][] = [
    [
      'rows of 1,000',
      { type: 'interactive', interactive: list([{ rows: rows(300) }]) },
      'interactive.action.sections[0].rows',
    ],
    ['sections of nulls', { type: 'interactive', interactive: list([null]) }, 'interactive.action.sections'],
    [
      'sections in sections',
      { type: 'interactive', interactive: list([[{ rows: rows(1) }]]) },
      'interactive.action.sections',
    ],
    [
      'rows of texts',
      { type: 'interactive', interactive: list([{ rows: ['a'] }]) },
      'interactive.action.sections[0].rows',
    ],
    ['an array for interactive', { type: 'interactive', interactive: [BUTTONS] }, 'interactive'],
    [
      'an array for a body',
      { type: 'interactive', interactive: { ...BUTTONS, body: [{ text: 'a' }] } },
      'interactive.body',
    ],
    ['a number for an action', { type: 'interactive', interactive: { ...BUTTONS, action: 1 } }, 'interactive.action'],
    [
      'a strange key deep inside',
      { type: 'interactive', interactive: { ...BUTTONS, body: { text: 'a', x: 1 } } },
      'interactive.body.x',
    ],
    ['an object that is too deep', { type: 'interactive', interactive: flow(deep(40)) }, null],
    ['a list of 1,001 keys', { type: 'contacts', contacts: Array(1001).fill(1) }, null],
    ['contacts of contacts', { type: 'contacts', contacts: [[{ name: { formatted_name: 'a' } }]] }, 'contacts'],
    ['an object for contacts', { type: 'contacts', contacts: { 0: { name: {} }, length: 1 } }, 'contacts'],
    ['NaN as text', { type: 'location', location: { latitude: 'NaN', longitude: 1 } }, 'location.latitude'],
    ['a place of null', { type: 'location', location: null }, 'location'],
    [
      'two payloads',
      { type: 'location', location: { latitude: 1, longitude: 1 }, interactive: BUTTONS },
      'interactive',
    ],
    ['a payload without its type', { message: 'x', location: { latitude: 1, longitude: 1 } }, 'location'],
    [
      'words beside a sticker',
      { type: 'sticker', mediaUrl: 'https://example.com/sticker.webp', message: 'x' },
      'message',
    ],
    [
      'a caption beside a voice note',
      { type: 'voice', mediaUrl: 'https://example.com/voice.ogg', caption: 'x' },
      'caption',
    ],
    [
      'a name beside a video',
      { type: 'video', mediaUrl: 'https://example.com/video.mp4', filename: 'a.mp4' },
      'filename',
    ],
    ['a video without a file', { type: 'video', message: 'x' }, 'mediaUrl'],
    [
      'a caption of 1,025',
      { type: 'video', mediaUrl: 'https://example.com/video.mp4', caption: 'a'.repeat(1025) },
      'caption',
    ],
    [
      'a video’s words of 1,025',
      { type: 'video', mediaUrl: 'https://example.com/video.mp4', message: 'a'.repeat(1025) },
      'message',
    ],
  ];

  it.each(wrong)('answer 400 to %s, name the field and leave no trace', async (_, body, field) => {
    const before = await desk.sendTraces();
    const answer = await desk.send({ chatId: desk.chatId, ...Object(body) });
    expect([answer.status, answer.body.code]).toEqual([400, field === null ? 'BAD_JSON' : 'VALIDATION']);
    if (field !== null) expect(answer.text).toContain(`"field":"${field}"`);
    expect(await desk.sendTraces()).toEqual(before);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('take no key %s wherever it stands', async (key) => {
    const location = `{"latitude":1,"longitude":2,"${key}":{"x":1}}`;
    const bodies = [
      `{"chatId":${desk.chatId},"type":"location","location":${location}}`,
      `{"chatId":${desk.chatId},"type":"interactive","interactive":${JSON.stringify(flow('DATA')).replace('"DATA"', location)}}`,
    ];
    for (const body of bodies) expect((await desk.send(body)).status).toBe(400);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it.each([
    ['video', 'photo.jpg', 'MEDIA_TYPE'],
    ['video', 'vp9.mp4', 'MEDIA_TYPE'],
    ['video', 'audio.mp3', 'MEDIA_TYPE'],
    ['audio', 'video.mp4', 'MEDIA_TYPE'],
    ['audio', 'stereo.ogg', 'MEDIA_TYPE'],
    ['voice', 'audio.mp3', 'MEDIA_TYPE'],
    ['voice', 'stereo.ogg', 'MEDIA_TYPE'],
    ['sticker', 'photo.png', 'MEDIA_TYPE'],
    ['sticker', 'empty.pdf', 'MEDIA_TYPE'],
    ['sticker', 'huge.jpg', 'MEDIA_TOO_LARGE'],
    ['voice', 'endless', 'MEDIA_TOO_LARGE'],
    ['audio', 'slow', 'MEDIA_UNREACHABLE'],
    ['image', 'sticker.webp', 'MEDIA_TYPE'],
  ])('refuse as %s the file %s with %s and leave no trace', async (type, file, code) => {
    const before = await desk.sendTraces();
    const message = type === 'image' ? { message: 'x' } : {};
    const answer = await desk.send({ chatId: desk.chatId, type, mediaUrl: `https://example.com/${file}`, ...message });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(await desk.sendTraces()).toEqual(before);
  });

  it('keep hostile words in a payload as they are', async () => {
    const name = `<script>alert(1)</script> {{7*7}} '; DROP TABLE messages; -- \u202eabc 👨‍👩‍👧`;
    const answer = await desk.send({
      chatId: desk.chatId,
      type: 'location',
      location: { latitude: 0, longitude: 0, name },
    });
    expect([answer.status, answer.body.message.content]).toEqual([200, `📍 ${name}`]);
    const shown = await desk.get(`/api/waba/operator/message/${answer.body.message.id}`);
    expect(shown.body).toMatchObject({ details: { name, latitude: 0, longitude: 0 } });
  });

  it('take the words of a video for its caption where it has none', async () => {
    const answer = await desk.send({
      chatId: desk.chatId,
      type: 'video',
      mediaUrl: 'https://example.com/video.mp4',
      message: 'Сборка',
    });
    expect([answer.status, answer.body.message.content]).toEqual([200, 'Сборка']);
    const { sent } = await desk.control<{ sent: { body: object }[] }>('GET', 'sent');
    expect(sent.at(-1)?.body).toMatchObject({ video: { caption: 'Сборка' } });
  });
});
