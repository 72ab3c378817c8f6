/** One sentence in the two languages our answers are given in. */
export interface LocalizedText {
  en: string;
  ru: string;
}

export type Language = keyof LocalizedText;

/**
 * Reads Accept-Language (RFC 9110, 12.5.4): whichever of our two languages has the greater weight, the first named among equals,
 * English where neither is wanted. Only the first 200 characters count.
 */
export function chooseLanguage(header: string | undefined): Language {
  let best: { language: Language; weight: number } = { language: 'en', weight: 0 };
  for (const part of (header ?? '').slice(0, 200).split(',')) {
    const [, tag, quality] = /^\s*(ru|en)(?:-[\w-]*)?\s*(?:;\s*q=(\d(?:\.\d{0,3})?))?\s*$/i.exec(part) ?? [];
    const weight = Number(quality ?? 1);
    if (tag !== undefined && weight > best.weight) {
      best = { language: tag.toLowerCase() === 'ru' ? 'ru' : 'en', weight };
    }
  }
  return best.language;
}
