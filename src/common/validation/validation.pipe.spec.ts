import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../errors/api-error.js';
import { BooleanField, EnumField, IdField, PatternField, QueryIntField, TextField } from './fields.js';
import { RequestValidationPipe } from './validation.pipe.js';

class SampleDto {
  @IdField({ description: 'A chat.', example: 123 })
  chatId!: number;

  @TextField({ description: 'A text.', example: 'Hello', min: 2, max: 5, optional: true })
  message?: string;

  @EnumField({ description: 'A type.', example: 'text', values: ['text', 'image'], optional: true })
  type?: 'text' | 'image';

  @BooleanField({ description: 'A flag.', example: true, optional: true })
  flag?: boolean;

  @PatternField({
    description: 'A code.',
    example: 'a1',
    code: 'CODE',
    message: { en: 'is no code', ru: 'не код' },
    test: (text) => /^a\d$/.test(text),
    optional: true,
  })
  code?: string;
}

class SampleQuery {
  @QueryIntField({ description: 'How many.', default: 50, min: 1, max: 200 })
  limit?: number;
}

const pipe = new RequestValidationPipe();
const body = (value: unknown): Promise<unknown> => pipe.transform(value, { type: 'body', metatype: SampleDto });
const query = (value: unknown): Promise<unknown> => pipe.transform(value, { type: 'query', metatype: SampleQuery });

/** `field:CODE` of every field a value is refused for; empty when it passes. */
async function refusals(promise: Promise<unknown>): Promise<string[]> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'VALIDATION') throw error;
    return (error.options.errors ?? []).map(({ field, code }) => `${field}:${code}`);
  }
  return [];
}

describe('RequestValidationPipe on a body', () => {
  it('gives an instance of the DTO', async () => {
    await expect(body({ chatId: 1, message: 'Hello' })).resolves.toBeInstanceOf(SampleDto);
  });

  it.each([
    ['"123"', '123'],
    ['1.5', 1.5],
    ['0', 0],
    ['-1', -1],
    ['2^53', 2 ** 53],
    ['1e20', 1e20],
    ['NaN', Number.NaN],
    ['true', true],
    ['null', null],
    ['[1]', [1]],
    ['{}', {}],
    ['nothing', undefined],
  ])('refuses %s as an id', async (_, chatId) => {
    expect(await refusals(body({ chatId }))).toEqual(['chatId:ID']);
  });

  it.each([
    ['', 'TEXT'],
    ['   ', 'TEXT'],
    ['\u200b\u2060', 'TEXT'],
    ['\n\n', 'TEXT'],
    ['\u3164\u2800', 'TEXT'],
    [1, 'TEXT'],
    [null, 'TEXT'],
    [['a'], 'TEXT'],
    ['a', 'LENGTH'],
    ['123456', 'LENGTH'],
    ['ab\u0000', 'CHARACTERS'],
    ['ab\u001b', 'CHARACTERS'],
    ['ab\ud800', 'CHARACTERS'],
  ])('refuses %p as a text', async (message, code) => {
    expect(await refusals(body({ chatId: 1, message }))).toEqual([`message:${code}`]);
  });

  it.each(['ab', 'a\tb\r\n', '👨‍👩', '\u202eab', 'e\u0301\u0301', '\ufffeab', '<b>'])(
    'takes %p as a text, unchanged',
    async (message) => {
      await expect(body({ chatId: 1, message })).resolves.toMatchObject({ message });
    },
  );

  it('counts code points, not UTF-16 units', async () => {
    expect(await refusals(body({ chatId: 1, message: '😀'.repeat(5) }))).toEqual([]);
    expect(await refusals(body({ chatId: 1, message: '😀'.repeat(6) }))).toEqual(['message:LENGTH']);
  });

  it.each([
    ['type', 'IMAGE', 'ENUM'],
    ['type', '__proto__', 'ENUM'],
    ['type', ['text'], 'ENUM'],
    ['flag', 'true', 'BOOLEAN'],
    ['flag', 1, 'BOOLEAN'],
    ['code', 'b1', 'CODE'],
    ['code', ['a1'], 'CODE'],
    ['operatorId', 1, 'UNKNOWN'],
  ])('refuses %s = %p', async (field, value, code) => {
    expect(await refusals(body({ chatId: 1, [field]: value }))).toEqual([`${field}:${code}`]);
  });

  it.each([[null], [[]], ['x'], [1]])('refuses %p for an object', async (value) => {
    expect(await refusals(body(value))).toEqual(['body:OBJECT']);
  });

  it('names what is missing when there is no body at all', async () => {
    expect(await refusals(body(undefined))).toEqual(['chatId:ID']);
  });

  it('names one rule per field and three fields in the sentence, in both languages', async () => {
    const thrown = await body({ message: '', type: 'x', flag: 0 }).catch((error: unknown) => error);
    expect((thrown as ApiError).options.detail).toEqual({
      en: 'chatId must be a whole number from 1 to 9007199254740991; message must be a text that is not blank; type must be one of text, image.',
      ru: 'chatId должно быть целым числом от 1 до 9007199254740991; message должно быть непустым текстом; type должно быть одним из: text, image.',
    });
  });

  it('cuts the names it repeats', async () => {
    expect((await refusals(body({ chatId: 1, ['x'.repeat(5_000)]: 1 })))[0]).toBe(`${'x'.repeat(64)}:UNKNOWN`);
  });
});

describe('RequestValidationPipe on a query', () => {
  it.each(['1', '50', '200'])('takes limit=%s as a number', async (limit) => {
    await expect(query({ limit })).resolves.toEqual({ limit: Number(limit) });
  });

  it.each([
    '0',
    '201',
    '-1',
    '1.5',
    '1e1',
    '0x10',
    '',
    ' ',
    ' 5',
    '+5',
    '05',
    'NaN',
    'Infinity',
    '５',
    '99999999999999999999',
  ])('refuses limit=%p', async (limit) => {
    expect(await refusals(query({ limit }))).toEqual(['limit:INTEGER']);
  });

  it('refuses a limit given twice and keys it does not know', async () => {
    expect(await refusals(query({ limit: ['1', '2'] }))).toEqual(['limit:INTEGER']);
    expect(await refusals(query({ 'limit[]': '1' }))).toEqual(['limit[]:UNKNOWN']);
    expect(await refusals(query({ sort: 'id;drop' }))).toEqual(['sort:UNKNOWN']);
  });

  it('leaves a single parameter as it was written, whatever type the route declares', async () => {
    for (const text of ['0x10', '1e3', '007', 'true']) {
      expect(await pipe.transform(text, { type: 'param', metatype: Number, data: 'id' })).toBe(text);
      expect(await pipe.transform(text, { type: 'query', metatype: Boolean, data: 'x' })).toBe(text);
    }
  });
});
