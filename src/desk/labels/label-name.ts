/** A label's name as it is kept: one spelling of each letter, white space as single spaces. Upper and lower case stay. */
export function labelName(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/gu, ' ');
}
