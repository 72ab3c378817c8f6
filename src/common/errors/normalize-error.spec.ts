import { describe, expect, it } from '@jest/globals';
import { HttpException, NotFoundException } from '@nestjs/common';
import { ApiError } from './api-error.js';
import { isDatabaseAway, normalizeError } from './normalize-error.js';

function errorWith(members: Record<string, unknown>, message = 'inner words'): Error {
  return Object.assign(new Error(message), members);
}

describe('normalizeError', () => {
  it('leaves an error of the catalogue alone', () => {
    const error = new ApiError('CHAT_NOT_FOUND');
    expect(normalizeError(error)).toBe(error);
  });

  it.each([
    [new NotFoundException('Cannot GET /x'), 'NOT_FOUND'],
    [new HttpException('x', 403), 'FORBIDDEN'],
    [new HttpException('x', 418), 'BAD_REQUEST'],
    [new HttpException('x', 503), 'INTERNAL'],
    [errorWith({ code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }), 'PAYLOAD_TOO_LARGE'],
    [errorWith({ code: 'FST_ERR_BAD_URL', statusCode: 400 }), 'BAD_URL'],
    [errorWith({ code: 'FST_ERR_MAX_PARAM_LENGTH', statusCode: 414 }), 'BAD_URL'],
    [errorWith({ code: 'FST_ERR_SOMETHING_NEW', statusCode: 415 }), 'UNSUPPORTED_MEDIA_TYPE'],
    [errorWith({ code: 'ECONNREFUSED' }), 'DB_UNAVAILABLE'],
    [errorWith({ driverError: errorWith({ code: '57P01' }) }), 'DB_UNAVAILABLE'],
    [errorWith({ driverError: errorWith({ code: '23505' }) }), 'INTERNAL'],
    [errorWith({}, 'timeout exceeded when trying to connect'), 'DB_UNAVAILABLE'],
    [new TypeError('x is not a function'), 'INTERNAL'],
    ['a text', 'INTERNAL'],
    [undefined, 'INTERNAL'],
  ])('%p is %s', (thrown, code) => {
    const error = normalizeError(thrown);
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('inner words');
  });
});

describe('isDatabaseAway', () => {
  it.each([
    ['08006', true],
    ['40001', true],
    ['53300', true],
    ['55P03', true],
    ['57014', true],
    ['25006', true],
    ['25001', false],
    ['22001', false],
    ['23503', false],
    ['42P01', false],
    ['ENOENT', false],
    ['EACCES', false],
  ])('of SQLSTATE or errno %s: %s', (code, expected) => {
    expect(isDatabaseAway(errorWith({ code }))).toBe(expected);
  });

  it('finds it among the causes, and takes a missing socket, not a missing file', () => {
    expect(isDatabaseAway(new Error('x', { cause: errorWith({ code: 'ECONNRESET' }) }))).toBe(true);
    expect(isDatabaseAway(errorWith({ code: 'ENOENT', syscall: 'connect' }))).toBe(true);
    expect(isDatabaseAway(errorWith({ code: 'ENOENT', syscall: 'open' }))).toBe(false);
  });
});
