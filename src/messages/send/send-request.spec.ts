import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../common/errors/api-error.js';
import { CAPTION_MAX_LENGTH, TEXT_MAX_LENGTH } from '../../waba-gateway/protocol/limits.js';
import { CLIENT_MESSAGE_ID, type SendInput, type SendRequest, toSendRequest } from './send-request.js';

const TEXT: SendInput = { chatId: 123, message: 'Здравствуйте!' };
const URL = 'https://example.com/photo.jpg';
const IMAGE: SendInput = { chatId: 123, message: 'Фото', type: 'image', mediaUrl: URL };
const DOCUMENT: SendInput = { chatId: 123, message: 'Счёт', type: 'document', mediaUrl: URL, filename: 'invoice.pdf' };

/** `field code` of each thing that is wrong. */
function problemsOf(input: SendInput, key?: string): string[] {
  try {
    toSendRequest(input, key);
    return [];
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'VALIDATION') throw error;
    return (error.options.errors ?? []).map(({ field, code }) => `${field} ${code}`);
  }
}

describe('toSendRequest', () => {
  it.each<[string, SendInput, Partial<SendRequest>]>([
    [
      'text without a type',
      TEXT,
      { type: 'text', content: 'Здравствуйте!', mediaUrl: null, caption: null, filename: null },
    ],
    ['a named text', { ...TEXT, type: 'text' }, { type: 'text', caption: null }],
    ['an image with its message as caption', IMAGE, { type: 'image', content: 'Фото', mediaUrl: URL, caption: 'Фото' }],
    ['an image with a caption of its own', { ...IMAGE, caption: 'Заказ' }, { content: 'Фото', caption: 'Заказ' }],
    ['a document', DOCUMENT, { type: 'document', filename: 'invoice.pdf', caption: 'Счёт' }],
    ['a document without a name', { ...DOCUMENT, filename: undefined }, { filename: null }],
    ['the last part of a path', { ...DOCUMENT, filename: '../../etc/invoice.pdf' }, { filename: 'invoice.pdf' }],
    [
      'a number in place of a chat',
      { message: 'x', to: { channelId: 1, phone: '+7 (701) 123-45-67' } },
      { target: { channelId: 1, phone: '77011234567' } },
    ],
    [
      'a time with its zone',
      { ...TEXT, scheduledAt: '2025-12-10T09:00:00+05:00' },
      { scheduledAt: new Date('2025-12-10T04:00:00Z') },
    ],
  ])('reads %s', (_, input, expected) => {
    expect(toSendRequest(input, undefined)).toMatchObject({
      target: 123,
      scheduledAt: null,
      clientMessageId: null,
      ...expected,
    });
  });

  it.each<[string, SendInput, string[]]>([
    ['neither a chat nor a number', { message: 'x' }, ['chatId NEEDED']],
    ['a chat and a number', { ...TEXT, to: { channelId: 1, phone: '77011234567' } }, ['to ONE_TARGET']],
    [
      'a file at a text',
      { ...TEXT, mediaUrl: URL, caption: 'a', filename: 'a.pdf' },
      ['mediaUrl NOT_FOR_TYPE', 'caption NOT_FOR_TYPE', 'filename NOT_FOR_TYPE'],
    ],
    ['a name at an image', { ...IMAGE, filename: 'a.jpg' }, ['filename NOT_FOR_TYPE']],
    ['an image without a file', { chatId: 123, message: 'Фото', type: 'image' }, ['mediaUrl NEEDED']],
    ['a document without a file', { chatId: 123, message: 'Счёт', type: 'document' }, ['mediaUrl NEEDED']],
    ['an unusable name', { ...DOCUMENT, filename: 'a\r\nb.pdf' }, ['filename FILENAME']],
    ['a name of dots', { ...DOCUMENT, filename: '..' }, ['filename FILENAME']],
    ['a message too long for a caption', { ...IMAGE, message: 'я'.repeat(CAPTION_MAX_LENGTH + 1) }, ['message LENGTH']],
    [
      'several things at once',
      { chatId: 123, message: 'a', type: 'image', filename: '"' },
      ['filename NOT_FOR_TYPE', 'mediaUrl NEEDED', 'filename FILENAME'],
    ],
  ])('refuses %s and names each field', (_, input, expected) => {
    expect(problemsOf(input)).toEqual(expected);
  });

  it('counts a caption in characters as a person does, not in UTF-16', () => {
    expect(problemsOf({ ...IMAGE, message: '😀'.repeat(CAPTION_MAX_LENGTH) })).toEqual([]);
    expect(problemsOf({ ...IMAGE, message: '😀'.repeat(CAPTION_MAX_LENGTH + 1) })).toEqual(['message LENGTH']);
  });

  it('lets a message be long where it is no caption', () => {
    expect(problemsOf({ ...TEXT, message: 'я'.repeat(TEXT_MAX_LENGTH) })).toEqual([]);
    expect(problemsOf({ ...IMAGE, message: 'я'.repeat(TEXT_MAX_LENGTH), caption: 'Фото' })).toEqual([]);
  });
});

describe('the idempotency key', () => {
  it.each([
    [undefined, undefined, null],
    ['key-1', undefined, 'key-1'],
    [undefined, 'key-1', 'key-1'],
    ['key-1', 'key-1', 'key-1'],
  ])('of header %j and body %j is %j', (header, body, expected) => {
    const input = body === undefined ? TEXT : { ...TEXT, clientMessageId: body };
    expect(toSendRequest(input, header).clientMessageId).toBe(expected);
  });

  it('may not differ between header and body', () => {
    expect(problemsOf({ ...TEXT, clientMessageId: 'key-2' }, 'key-1')).toEqual(['clientMessageId IDEMPOTENCY_KEY']);
  });

  it.each(['', 'with space', 'ключ', 'a\n', 'a'.repeat(256)])('may not be %j', (key) => {
    expect(problemsOf(TEXT, key)).toEqual(['Idempotency-Key IDEMPOTENCY_KEY']);
    expect(CLIENT_MESSAGE_ID.test(key)).toBe(false);
  });

  it('may be anything printable of 255 characters', () => {
    expect(problemsOf(TEXT, '~!'.repeat(127) + 'a')).toEqual([]);
  });
});

describe('the hash of a request', () => {
  const hashOf = (input: SendInput, key?: string): string => toSendRequest(input, key).bodyHash.toString('hex');

  it('is the same for what asks the same in other words', () => {
    expect(hashOf({ ...TEXT, type: 'text' })).toBe(hashOf(TEXT));
    expect(hashOf({ message: TEXT.message, chatId: TEXT.chatId })).toBe(hashOf(TEXT));
    expect(hashOf({ ...TEXT, clientMessageId: 'key-1' })).toBe(hashOf(TEXT, 'key-2'));
    expect(hashOf({ ...IMAGE, caption: IMAGE.message })).toBe(hashOf(IMAGE));
  });

  it.each<[string, SendInput, string]>([
    ['a text', TEXT, 'fa887fda0e4c28658ea3b0b383c53c9eaf194ab1f1a9d59f1fd6199b4e3bce17'],
    ['an image', IMAGE, 'a5d9b3bcef281694ab94fdd2a58d3b586acd76c664c25085853aa1d9dffa0f33'],
    ['a document', DOCUMENT, 'e4e63bc5044b1d8b17bdacea8f8ad82ab38bf7a0cce080da454282ee2aabc61b'],
    [
      'a number and a time',
      { message: 'x', to: { channelId: 1, phone: '+7 (701) 123-45-67' }, scheduledAt: '2025-12-10T09:00:00+05:00' },
      '1e49bd8cf583a94a0e07090c0498d5e44ceb2dd9b77f939dbda3f8cbccb8a994',
    ],
  ])('of %s is what it was when the first keys were stored', (_, input, expected) => {
    expect(hashOf(input)).toBe(expected);
  });

  it('is the same for a payload in another order', () => {
    const location = { latitude: 1, longitude: 2 };
    const turned = { longitude: 2, latitude: 1 };
    expect(hashOf({ chatId: 1, type: 'location', location: turned })).toBe(
      hashOf({ chatId: 1, type: 'location', location }),
    );
    expect(hashOf({ chatId: 1, type: 'location', location, replyTo: 5 })).not.toBe(
      hashOf({ chatId: 1, type: 'location', location }),
    );
  });

  it('is another one for each other request', () => {
    const others: SendInput[] = [
      TEXT,
      { ...TEXT, chatId: 124 },
      { ...TEXT, message: 'Здравствуйте' },
      IMAGE,
      { ...IMAGE, caption: 'a' },
      { ...IMAGE, mediaUrl: `${URL}?2` },
      { ...IMAGE, type: 'document' },
      DOCUMENT,
    ];
    expect(new Set(others.map((input) => hashOf(input))).size).toBe(others.length);
  });
});
