/**
 * Whether the caller would rather read a page than JSON (RFC 9110, 12.5.1): browsers name `text/html`, programs do not. Of equal
 * weights the first named counts, JSON where nothing is. Only the first 500 characters count.
 */
export function acceptsHtml(accept: string | undefined): boolean {
  let best = { isHtml: false, weight: 0 };
  for (const part of (accept ?? '').slice(0, 500).split(',')) {
    const [, type = '', quality = '1'] =
      /^\s*(text\/html|application\/json|application\/\*|\*\/\*)\s*(?:;\s*q=(\d(?:\.\d{0,3})?)\s*)?$/i.exec(part) ?? [];
    const weight = type === '' ? 0 : Number(quality);
    if (weight > best.weight) best = { isHtml: type.toLowerCase() === 'text/html', weight };
  }
  return best.isHtml;
}
