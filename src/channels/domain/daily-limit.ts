const LIMIT = /^(?:TIER_)?(\d{1,9})(K?)$/;

/** The number in Meta's word for a messaging limit: `TIER_2K` is 2000. Null where there is none, or the word is not known. */
export function dailyLimitOf(word: string | null): number | null {
  const [, digits, thousands] = LIMIT.exec(word ?? '') ?? [];
  if (digits === undefined) return null;
  return Number(digits) * (thousands === 'K' ? 1000 : 1);
}
