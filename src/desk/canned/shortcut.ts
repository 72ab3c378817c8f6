const SHORTCUT = /^[\p{L}\p{N}_-]{1,40}$/u;

/** A shortcut as it is kept: one spelling of each letter, in lower case. */
export function keptShortcut(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Of what is kept: some letters become a letter and a mark in lower case, and a mark alone is none. */
export function isShortcut(text: string): boolean {
  return SHORTCUT.test(keptShortcut(text));
}
