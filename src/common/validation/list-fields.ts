import { applyDecorators } from '@nestjs/common';
import { Check, documented, FieldDoc, presence } from './fields.js';

/** Words of a closed list, none of them twice; there may be none. */
export function EnumSetField<T extends string>(
  doc: FieldDoc<readonly T[]> & { values: readonly T[] },
): PropertyDecorator {
  const { values } = doc;
  const items = { type: 'string', enum: [...values] };
  return applyDecorators(
    documented(doc, { type: 'array', items, maxItems: values.length, uniqueItems: true }),
    presence(doc.optional),
    Check({
      code: 'ENUM_LIST',
      test: (value) => isSet(value, values.length, (item) => values.some((word) => word === item)),
      message: {
        en: `must be a list without repetitions of ${values.join(', ')}`,
        ru: `должно быть списком без повторов из: ${values.join(', ')}`,
      },
    }),
  );
}

/** Ids, none of them twice; there may be none. */
export function IdSetField(doc: FieldDoc<readonly number[]> & { max: number }): PropertyDecorator {
  const items = { type: 'integer', format: 'int64', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
  return applyDecorators(
    documented(doc, { type: 'array', items, maxItems: doc.max, uniqueItems: true }),
    presence(doc.optional),
    Check({
      code: 'ID_LIST',
      test: (value) => isSet(value, doc.max, (item) => Number.isSafeInteger(item) && Number(item) >= 1),
      message: {
        en: `must be a list of at most ${doc.max} ids without repetitions`,
        ru: `должно быть списком id без повторов, не больше ${doc.max}`,
      },
    }),
  );
}

function isSet(value: unknown, max: number, isItem: (item: unknown) => boolean): boolean {
  return (
    Array.isArray(value) &&
    value.length <= max &&
    new Set(value).size === value.length &&
    value.every((item) => isItem(item))
  );
}
