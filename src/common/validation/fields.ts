import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsOptional, ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { LocalizedText } from '../errors/localized-text.js';
import { codePointLength, hasControlCharacters, isBlank } from './text-rules.js';

/** What every field of the API says about itself, in the document and to the validator at once. */
export interface FieldDoc<T> {
  description: string;
  example: T;
  /** May be left out, always or as the other fields say; null counts as a wrong type, not as absent. */
  optional?: boolean | ((fields: Readonly<Record<string, unknown>>) => boolean);
}

interface Rule {
  code: string;
  test: (value: unknown) => boolean;
  message: LocalizedText;
}

const MAX_ID = Number.MAX_SAFE_INTEGER;

/** Checks a field against one rule; its code and both sentences travel in the validation error's context. */
export function Check(rule: Rule): PropertyDecorator {
  return ValidateBy(
    { name: rule.code, validator: { validate: rule.test, defaultMessage: () => rule.message.en } },
    { context: rule.message },
  );
}

/** A field in the document. */
export function documented<T>(doc: FieldDoc<T>, schema: Record<string, unknown>): PropertyDecorator {
  const options = { description: doc.description, example: doc.example, ...schema };
  return doc.optional ? ApiPropertyOptional(options) : ApiProperty(options);
}

/** Leaves a field that may be absent, and is, unchecked. */
export function presence(optional: FieldDoc<unknown>['optional']): PropertyDecorator {
  // IsOptional would also let null pass: a client that sends null has a bug we should name.
  if (typeof optional === 'function') return ValidateIf((fields, value) => value !== undefined || !optional(fields));
  return optional ? ValidateIf((_, value) => value !== undefined) : applyDecorators();
}

/** An id: a whole number from 1 to 2^53 - 1. */
export function IdField(doc: FieldDoc<number>): PropertyDecorator {
  return applyDecorators(
    documented(doc, { type: 'integer', format: 'int64', minimum: 1, maximum: MAX_ID }),
    presence(doc.optional),
    Check({
      code: 'ID',
      test: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 1,
      message: {
        en: 'must be a whole number from 1 to 9007199254740991',
        ru: 'должно быть целым числом от 1 до 9007199254740991',
      },
    }),
  );
}

/** An object with fields of its own. */
export function ObjectField(doc: {
  description: string;
  type: () => new () => object;
  optional?: boolean;
}): PropertyDecorator {
  const { description, type, optional } = doc;
  return applyDecorators(
    optional ? ApiPropertyOptional({ description, type }) : ApiProperty({ description, type }),
    presence(optional),
    Type(type),
    // Of a list it would validate each item.
    Check({
      code: 'OBJECT',
      test: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      message: { en: 'must be a JSON object', ru: 'должно быть JSON-объектом' },
    }),
    ValidateNested(),
  );
}

export interface TextFieldDoc extends FieldDoc<string> {
  /** In code points. */
  max: number;
  min?: number;
}

/** The same where null says that there is to be none. */
export function NullableTextField(doc: Omit<TextFieldDoc, 'optional'>): PropertyDecorator {
  return applyDecorators(
    TextField(doc),
    ApiProperty({ type: String, nullable: true, description: doc.description, example: doc.example }),
    ValidateIf((_, value) => value !== null),
  );
}

/** A text with something to see in it: no control characters (tab and line breaks may), no half surrogates. */
export function TextField(doc: TextFieldDoc): PropertyDecorator {
  const min = doc.min ?? 1;
  return applyDecorators(
    documented(doc, { type: 'string', minLength: min, maxLength: doc.max }),
    presence(doc.optional),
    Check({
      code: 'TEXT',
      test: (value) => typeof value === 'string' && !isBlank(value),
      message: { en: 'must be a text that is not blank', ru: 'должно быть непустым текстом' },
    }),
    Check({
      code: 'LENGTH',
      test: (value) => typeof value !== 'string' || isWithin(codePointLength(value), min, doc.max),
      message: {
        en: `must have ${min} to ${doc.max} characters`,
        ru: `должно содержать от ${min} до ${doc.max} символов`,
      },
    }),
    Check({
      code: 'CHARACTERS',
      test: (value) => typeof value !== 'string' || (value.isWellFormed() && !hasControlCharacters(value)),
      message: {
        en: 'must not contain control characters or broken surrogate pairs',
        ru: 'не должно содержать управляющих символов и разорванных суррогатных пар',
      },
    }),
  );
}

/** One of a closed list of words, exactly as written. */
export function EnumField<T extends string>(doc: FieldDoc<T> & { values: readonly T[] }): PropertyDecorator {
  return applyDecorators(
    documented(doc, { type: 'string', enum: [...doc.values] }),
    presence(doc.optional),
    Check({
      code: 'ENUM',
      test: (value) => doc.values.some((word) => word === value),
      message: { en: `must be one of ${doc.values.join(', ')}`, ru: `должно быть одним из: ${doc.values.join(', ')}` },
    }),
  );
}

/** One or more words of a closed list, none of them twice. */
export function EnumListField<T extends string>(
  doc: FieldDoc<readonly T[]> & { values: readonly T[] },
): PropertyDecorator {
  return applyDecorators(
    documented(doc, {
      type: 'array',
      items: { type: 'string', enum: [...doc.values] },
      minItems: 1,
      maxItems: doc.values.length,
      uniqueItems: true,
    }),
    presence(doc.optional),
    Check({
      code: 'ENUM_LIST',
      test: (value) => Array.isArray(value) && isListOf(value, doc.values),
      message: {
        en: `must list one or more of ${doc.values.join(', ')}, none of them twice`,
        ru: `должно быть непустым списком без повторов из: ${doc.values.join(', ')}`,
      },
    }),
  );
}

function isListOf(list: readonly unknown[], words: readonly unknown[]): boolean {
  return list.length > 0 && new Set(list).size === list.length && list.every((item) => words.includes(item));
}

/** A whole number. */
export function IntField(doc: FieldDoc<number> & { min: number; max: number }): PropertyDecorator {
  const { min, max } = doc;
  return applyDecorators(
    documented(doc, { type: 'integer', minimum: min, maximum: max }),
    presence(doc.optional),
    Check({
      code: 'INTEGER',
      test: (value) => typeof value === 'number' && Number.isSafeInteger(value) && isWithin(value, min, max),
      message: {
        en: `must be a whole number from ${min} to ${max}`,
        ru: `должно быть целым числом от ${min} до ${max}`,
      },
    }),
  );
}

export function BooleanField(doc: FieldDoc<boolean>): PropertyDecorator {
  return applyDecorators(
    documented(doc, { type: 'boolean' }),
    presence(doc.optional),
    Check({
      code: 'BOOLEAN',
      test: (value) => typeof value === 'boolean',
      message: { en: 'must be true or false', ru: 'должно быть true или false' },
    }),
  );
}

/** A text the rule alone decides on, such as a URL, an email or a password. */
export function PatternField(
  doc: FieldDoc<string> & {
    code: string;
    message: LocalizedText;
    test: (text: string) => boolean;
    schema?: Record<string, unknown>;
  },
): PropertyDecorator {
  return applyDecorators(
    documented(doc, { type: 'string', ...doc.schema }),
    presence(doc.optional),
    Check({ code: doc.code, test: (value) => typeof value === 'string' && doc.test(value), message: doc.message }),
  );
}

/** A whole number in a query string: plain decimal digits, nothing JavaScript would quietly convert. */
export function QueryIntField(doc: {
  description: string;
  default?: number;
  min: number;
  max: number;
}): PropertyDecorator {
  const { min, max } = doc;
  return applyDecorators(
    ApiPropertyOptional({
      type: 'integer',
      description: doc.description,
      ...(doc.default === undefined ? {} : { default: doc.default }),
      minimum: min,
      maximum: max,
    }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^(?:0|[1-9]\d{0,15})$/.test(value) ? Number(value) : value,
    ),
    IsOptional(),
    Check({
      code: 'INTEGER',
      test: (value) => typeof value === 'number' && Number.isSafeInteger(value) && isWithin(value, min, max),
      message: {
        en: `must be a whole number from ${min} to ${max}`,
        ru: `должно быть целым числом от ${min} до ${max}`,
      },
    }),
  );
}

function isWithin(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}
