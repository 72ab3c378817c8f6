import { decodeIdCursor } from '../id-page.js';
import { PatternField } from './fields.js';

/** A `cursor` this list gave; `isCursor` tells what it never made, which is answered with 400. */
export function CursorField(
  isCursor: (text: string) => boolean = (text) => decodeIdCursor(text) !== undefined,
): PropertyDecorator {
  return PatternField({
    description: '`nextCursor` or `prevCursor` of another page.',
    example: 'YWZ0ZXI6NTA',
    optional: true,
    code: 'CURSOR',
    test: isCursor,
    message: { en: 'must be a cursor of this list', ru: 'должно быть курсором этого списка' },
    schema: { maxLength: 512 },
  });
}
