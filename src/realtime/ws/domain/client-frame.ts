import type { LocalizedText } from '../../../common/errors/localized-text.js';

/** The one frame a client has to say: where it wants to go on, and who it is where the handshake did not tell. */
export interface HelloFrame {
  type: 'hello';
  /** The id of the last event it read; undefined: from now on. */
  after: string | undefined;
  /** An access token. */
  token: string | undefined;
}

export interface FrameProblem {
  code: 'BAD_JSON' | 'VALIDATION';
  detail: LocalizedText;
}

/** Positions of ours have some 40 characters, tokens some 400. */
const MAX_LENGTHS = { type: 16, after: 512, token: 8 * 1024 };

/** Reads what a client sent; says what is wrong with anything that is no `hello`. */
export function parseClientFrame(text: string): HelloFrame | FrameProblem {
  const frame = parseJson(text);
  if (frame === undefined) return NOT_JSON;
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) return NOT_HELLO;
  // JSON.parse makes `__proto__` a key like any other, so that it is seen here.
  const entries = Object.entries(frame);
  const isHello = entries.some(([key, value]) => key === 'type' && value === 'hello');
  if (!isHello) return NOT_HELLO;
  const isKnown = entries.every(
    ([key, value]) =>
      Object.hasOwn(MAX_LENGTHS, key) &&
      typeof value === 'string' &&
      value.length <= MAX_LENGTHS[key as keyof typeof MAX_LENGTHS],
  );
  if (!isKnown) return WRONG_FIELDS;
  const { after, token } = Object.fromEntries(entries) as Record<string, string | undefined>;
  return { type: 'hello', after, token };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const NOT_JSON: FrameProblem = {
  code: 'BAD_JSON',
  detail: { en: 'A frame must be one JSON object in text.', ru: 'Кадр должен быть одним объектом JSON в виде текста.' },
};

const NOT_HELLO: FrameProblem = {
  code: 'VALIDATION',
  detail: {
    en: 'The only frame a client sends is {"type": "hello"}, once.',
    ru: 'Клиент передаёт только кадр {"type": "hello"}, один раз.',
  },
};

const WRONG_FIELDS: FrameProblem = {
  code: 'VALIDATION',
  detail: {
    en: 'Beside "type", a hello may hold "after" and "token", both texts.',
    ru: 'Кроме "type" в hello допустимы только "after" и "token", обе строки.',
  },
};
