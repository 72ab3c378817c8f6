import { describe, expect, it } from '@jest/globals';
import { describeFailure, failureOfGraphError, renderFailure, ownFailure } from './message-error.js';

const NOTHING = { code: null, subcode: null, title: null, details: null, fbtraceId: null };

describe('failureOfGraphError', () => {
  it('keeps facts and leaves out what Meta did not say', () => {
    expect(failureOfGraphError({ code: 100, title: 'OAuthException', message: '(#100) Invalid parameter' })).toEqual({
      ...NOTHING,
      code: 100,
      title: 'OAuthException',
    });
  });

  it.each([
    [{ details: 'exact', userMessage: 'friendly' }, 'exact'],
    [{ userMessage: 'friendly' }, 'friendly'],
  ])('takes the most exact words of %j', (words, details) => {
    const error = {
      code: 131009,
      subcode: 2494073,
      title: 'Parameter value is not valid',
      message: '',
      fbtraceId: 'AbC',
      ...words,
    };
    expect(failureOfGraphError(error)).toEqual({
      code: 131009,
      subcode: 2494073,
      title: 'Parameter value is not valid',
      details,
      fbtraceId: 'AbC',
    });
  });
});

describe('describeFailure', () => {
  it.each([
    [
      { code: 131026, title: 'Message undeliverable', details: 'Not on WhatsApp' },
      { ...NOTHING, code: 131026, title: 'Message undeliverable', details: 'Not on WhatsApp' },
    ],
    [
      { code: 131047, title: 'Re-engagement message' },
      { ...NOTHING, code: 131047, title: 'Re-engagement message' },
    ],
    [undefined, NOTHING],
  ])('of %j is %j', (item, expected) => {
    expect(describeFailure(item)).toEqual(expected);
  });
});

describe('renderFailure', () => {
  it('says what Meta’s code means, in the language asked for, beside Meta’s own words', () => {
    const failure = {
      ...NOTHING,
      code: 131047,
      title: 'Re-engagement message',
      details: 'More than 24 hours have passed',
      fbtraceId: 'AbC',
    };
    expect(renderFailure(failure, 'en')).toEqual({
      code: 'WINDOW_CLOSED',
      title: '24-hour window closed',
      action: 'Send a template, or wait for the customer to write.',
      provider: {
        code: 131047,
        subcode: null,
        title: 'Re-engagement message',
        details: 'More than 24 hours have passed',
        fbtraceId: 'AbC',
        retryable: false,
        action: 'Send a template, or wait for the customer to write.',
      },
    });
    expect(renderFailure(failure, 'ru')).toMatchObject({
      title: '24-часовое окно закрыто',
      action: 'Отправьте шаблон или дождитесь сообщения клиента.',
      provider: { title: 'Re-engagement message' },
    });
  });

  it('has a title where Meta gave none, and one for a code nobody knows', () => {
    for (const code of [131047, 999_999_999]) {
      const { title, action, provider } = renderFailure({ ...NOTHING, code }, 'ru');
      expect([title, action, provider?.title]).not.toContain('');
      expect(provider).toMatchObject({ code, title });
    }
  });

  it.each([
    ['en', 'WhatsApp did not deliver the message and gave no reason.'],
    ['ru', 'WhatsApp не доставил сообщение и не назвал причину.'],
  ] as const)('says in %s of a failure without a word of Meta no more than that', (language, title) => {
    expect(renderFailure(describeFailure(undefined), language)).toEqual({
      code: 'REJECTED',
      title,
      action: expect.stringMatching(/\.$/),
      provider: null,
    });
  });

  it.each(['en', 'ru'] as const)('names no provider where nobody there said anything, in %s', (language) => {
    const { code, title, action, provider } = renderFailure(ownFailure('UPSTREAM'), language);
    expect([code, provider]).toEqual(['UPSTREAM', null]);
    expect(`${title} ${action}`).toMatch(language === 'ru' ? /[а-я]\. [А-Я].*\.$/ : /^[A-Za-z ;.]+$/);
  });
});
