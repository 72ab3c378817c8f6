import { describe, expect, it } from '@jest/globals';
import { ApiError, FieldError } from './api-error.js';
import { ERROR_CODES, errorEntry } from './error-catalogue.js';
import { toProblem } from './problem.js';

const CONTEXT = { publicUrl: 'https://wa.shop.kz', path: '/api/x', requestId: 'r1', language: 'en' } as const;

describe('toProblem', () => {
  it('has the members of RFC 9457 and the contract’s error, the same sentence as detail', () => {
    expect(toProblem(new ApiError('CHAT_NOT_FOUND'), CONTEXT)).toEqual({
      type: 'https://wa.shop.kz/api/errors/CHAT_NOT_FOUND',
      title: 'Chat not found',
      status: 404,
      detail: 'Chat not found.',
      instance: '/api/x',
      error: 'Chat not found.',
      code: 'CHAT_NOT_FOUND',
      requestId: 'r1',
    });
  });

  it('speaks Russian when asked, in the sentence as in the fields', () => {
    const errors: FieldError[] = [{ field: 'message', code: 'TEXT', message: { en: 'is blank', ru: 'пусто' } }];
    const problem = toProblem(
      new ApiError('VALIDATION', { errors, detail: { en: 'message is blank.', ru: 'message пусто.' } }),
      {
        ...CONTEXT,
        language: 'ru',
      },
    );
    expect(problem).toMatchObject({
      title: 'Неверный запрос',
      error: 'message пусто.',
      errors: [{ message: 'пусто' }],
    });
  });

  it('lists at most ten fields and carries what else belongs to the case', () => {
    const errors = Array.from({ length: 30 }, (_, n) => ({
      field: `f${n}`,
      code: 'ID',
      message: { en: 'x', ru: 'x' },
    }));
    const problem = toProblem(new ApiError('VALIDATION', { errors, extra: { nextStep: 'template' } }), CONTEXT);
    expect(problem.errors).toHaveLength(10);
    expect(problem['nextStep']).toBe('template');
  });

  it('shows nothing of what caused it', () => {
    const problem = toProblem(new ApiError('INTERNAL', { cause: new Error('secret detail') }), CONTEXT);
    expect(JSON.stringify(problem)).not.toContain('secret detail');
  });
});

describe('the error catalogue', () => {
  it.each(ERROR_CODES)('explains %s in both languages with a status of its kind', (code) => {
    const { status, title, detail, action, retryable, retryAfter } = errorEntry(code);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title.en).toMatch(/^[A-Z]/);
    expect(title.ru).toMatch(/[а-яё]/i);
    expect(detail.en).toMatch(/\.$/);
    expect(detail.ru).toMatch(/[а-яё].*\.$/i);
    expect(action.en).toMatch(/^[A-Z].*\.$/);
    expect(action.ru).toMatch(/^[А-Я].*\.$/);
    // Whom we tell when to come again may come again.
    expect(retryAfter === undefined || (retryable && retryAfter >= 1)).toBe(true);
  });
});
