/** Words of examples and of our own sandbox: whoever reads our source knows them. */
const PLACEHOLDER =
  /change[-_ ]?me|replace[-_ ]?me|placeholder|example|your[-_ ]|my[-_ ]?secret|default|password|sandbox|qwerty|<|\.\.\./i;

/** Shannon's estimate over the characters of the text, in bits for the whole text. */
export function estimateEntropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bitsPerCharacter = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bitsPerCharacter -= share * Math.log2(share);
  }
  return bitsPerCharacter * text.length;
}

export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

/** Why a secret is too weak to start with, or undefined. 32 hex characters (Meta's own app secrets) count for about 115 bits. */
export function weaknessOf(secret: string, minBytes: number, minBits: number): string | undefined {
  if (isPlaceholder(secret)) return 'is a placeholder; "npm run cli -- secrets" prints real ones';
  if (Buffer.byteLength(secret) < minBytes) {
    return `is shorter than ${minBytes} bytes; "npm run cli -- secrets" prints real ones`;
  }
  if (estimateEntropyBits(secret) < minBits) return 'is too easy to guess; "npm run cli -- secrets" prints real ones';
  return undefined;
}
