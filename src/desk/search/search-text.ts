/** Of a message's words at most so many narrow the search by the index; the others are looked for in what it finds. */
const MAX_KEYS = 3;
/** pg_trgm finds nothing by less than three characters. */
const MIN_KEY = 3;

const INVISIBLE = /\p{Cf}/gu;
const SYMBOLS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const FIRST_CYRILLIC = 0x430;

/** A text as it is compared: one spelling of each letter, lower case, `ё` as `е`, nothing that cannot be seen. */
export function foldText(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '').toLowerCase().replaceAll('ё', 'е');
}

/**
 * The folded text in the 36 letters and digits of ASCII, one for each character, the rest as spaces: what the trigrams are taken of.
 * pg_trgm drops letters the server's locale does not know, and under C (so in the sandbox, tried with 18.4) those are all but ASCII:
 * a search for Russian words would read the whole index. Several characters share a symbol, so who finds by it looks at the text too.
 */
export function searchKey(folded: string): string {
  let key = '';
  for (const character of folded) key += symbolOf(character);
  return key;
}

function symbolOf(character: string): string {
  if (/[a-z0-9]/.test(character)) return character;
  if (!/[\p{L}\p{N}\p{M}\p{S}]/u.test(character)) return ' ';
  const code = (character.codePointAt(0) ?? 0) - FIRST_CYRILLIC;
  return SYMBOLS[((code % SYMBOLS.length) + SYMBOLS.length) % SYMBOLS.length] ?? ' ';
}

/** What a search looks for. */
export interface SearchWords {
  /** Folded; each must occur. */
  words: string[];
  /** LIKE patterns for the index, of the longest words; none where no word is long enough. */
  keys: string[];
}

/** Undefined where fewer than two characters are left to look for. */
export function searchWords(query: string): SearchWords | undefined {
  const words = [...new Set(foldText(query).split(/\s+/u))].filter((word) => word !== '');
  if (words.join('').length < 2) return undefined;
  const keys = words
    .map((word) => searchKey(word).trim())
    .filter((key) => key.split(' ').some((part) => part.length >= MIN_KEY))
    .sort((one, other) => other.length - one.length)
    .slice(0, MAX_KEYS)
    .map((key) => `%${key}%`);
  return { words, keys };
}
